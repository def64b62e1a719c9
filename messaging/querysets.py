from typing import Any

from django.db.models import F, Q, QuerySet

from kit.arabizi import asked_for


class ConversationQuerySet(QuerySet):
    def visible_to(self, user: Any) -> "ConversationQuerySet":
        """Those in which the person has a place now."""
        return self.filter(seats__user=user, seats__left_at=None)

    def lock(self, pk: Any) -> Any:
        """Lock one, to give out its next number. Raises DoesNotExist."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class SeatQuerySet(QuerySet):
    def taken(self) -> "SeatQuerySet":
        return self.filter(left_at=None)

    def of(self, user: Any) -> "SeatQuerySet":
        """A person's conversations."""
        return self.filter(user=user, left_at=None)

    def unread(self) -> "SeatQuerySet":
        return self.filter(conversation__last_place__gt=F("read_place"))

    def with_key(self, key: str) -> "SeatQuerySet":
        return self.filter(party__key=key)


class MessageQuerySet(QuerySet):
    def visible_to(self, user: Any) -> "MessageQuerySet":
        return self.filter(conversation__seats__user=user, conversation__seats__left_at=None)

    def since(self, n: int) -> "MessageQuerySet":
        """What is new or changed after a change."""
        return self.filter(n__gt=n).order_by("n")

    def saying(self, question: str) -> "MessageQuerySet":
        """Those in which every word of the question is found, however it is spelled."""
        found = self.filter(removed_at=None).exclude(findable="")
        for pieces in asked_for(question):
            asked = Q()
            for piece in pieces:
                asked |= Q(findable__contains=piece)
            found = found.filter(asked)
        return found
