"""Taking a person out of what stays: names become a number, words of theirs go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, EmailField, Field, JSONField, SlugField

from accounts.models import User
from brands.models import Brand
from influencers.models import Influencer, SocialAccount

SHORT = 3  # letters; a shorter name is only replaced where it stands alone
# Where facts and moves keep what somebody typed. All else in them are ids, amounts, days and states.
TYPED = {"reason", "note", "comment", "message", "name", "url", "last4"}


@dataclass(frozen=True)
class Mask:
    """What identifies a person in the words of others, and what stands there afterwards."""

    names: tuple[str, ...]
    number: str

    def over(self, value: Any) -> Any:
        """The same value without the names."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.over(one) for one in value]
        if isinstance(value, dict):
            return {key: self.over(one) for key, one in value.items()}
        return value

    def _text(self, text: str) -> str:
        if text in self.names:
            return self.number
        for name in self.names:
            if len(name) >= SHORT:
                text = text.replace(name, self.number)
        return text


def mask_of(user: User) -> Mask:
    """Everything that names a person, or the brand that goes with its owner; the longest first."""
    names = {user.email, user.name}
    creators = Influencer.objects.filter(user=user)
    for row in creators.values_list("name", "handle"):
        names.update(row)
    for row in SocialAccount.objects.filter(influencer__in=creators).values_list("handle", "url"):
        names.update(row)
    for row in owned_brands(user).values_list("name", "legal_name", "ice", "slug"):
        names.update(row)
    return Mask(tuple(sorted(names - {""}, key=len, reverse=True)), number_of(user))


def owned_brands(user: User) -> Any:
    """The brands that go with this person."""
    return Brand.objects.filter(memberships__user=user, memberships__role="owner")


def number_of(user: User) -> str:
    """What stands for a name; the same in every language."""
    return f"#{user.pk.hex[-8:].upper()}"


def nothing(column: Field) -> Any:
    """The empty value of a column."""
    if column.null:
        return None
    if isinstance(column, ArrayField):
        return []
    if isinstance(column, JSONField):
        return {}
    return b"" if isinstance(column, BinaryField) else ""


def pseudonym(column: Field, user: User, row: Any) -> str:
    """A value that names nobody and is as unique as the column asks."""
    if isinstance(column, EmailField):
        return f"{user.pk.hex}@deleted.invalid"
    if isinstance(column, SlugField):
        return f"x-{row.pk.hex[-12:]}"
    return number_of(user)


def without_words(value: Any, keys: Iterable[str] = TYPED) -> Any:
    """A JSON object without what its author typed."""
    return {key: "" if key in keys and isinstance(one, str) else one for key, one in value.items()}


def rewrite(rows: Any, name: str, write: Callable[[Any], Any]) -> None:
    """Write this column anew where its words change; rows are read first, so a changed filter is no harm."""
    for pk, value in list(rows.values_list("pk", name)):
        if (clean := write(value)) != value:
            rows.model._base_manager.filter(pk=pk).update(**{name: clean})
