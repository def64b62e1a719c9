"""Conversations on the websocket of a tab.

In: {"kind": "watch", "conversation", "since"}, {"kind": "unwatch", ...}, {"kind": "typing", ...}.
Out: {"kind": "message", "message"}, {"kind": "read", "conversation", "n", "read"}, {"kind": "gap", ...} with
what was missed, {"kind": "again", "conversation", "upto"} (read anew what changed up to that number),
{"kind": "left"}, {"kind": "kept"}, {"kind": "counted"}; and to those who look at the same conversation
"typing", "here" or "away" with "conversation", "user", "name".

Every change of a conversation has the number after the one before: a tab that finds a hole asks again.
"""

import time
from collections.abc import Awaitable
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from django.utils.translation import override

from messaging.selectors import in_words, manners_of, missed

TYPING_EVERY_S = 3
MOST_WATCHED = 20
LARGEST_N = 2**62


class Talk:
    """What one line has to do with conversations. `line` is the tab."""

    def __init__(self, line: Any) -> None:
        self.line = line
        self.watched: dict[str, float] = {}  # when this tab last said that it types, by conversation
        self.shows_presence = False

    def hear(self, said: dict[str, Any]) -> Awaitable[None] | None:
        """A frame of the page; what names no conversation is overlooked. What it returns has to be awaited
        before the next one."""
        conversation = _id(said.get("conversation"))
        if conversation is None:
            return None
        if said.get("kind") == "watch":
            return self._watch(conversation, said.get("since"))
        if said.get("kind") == "unwatch":
            self._unwatch(conversation)
        elif said.get("kind") == "typing":
            self._type(conversation)
        return None

    async def _watch(self, conversation: str, since: Any) -> None:
        """Answer with what was missed, and hear the others' asides from now on; nothing for strangers."""
        if conversation not in self.watched and len(self.watched) >= MOST_WATCHED:
            return
        n = since if isinstance(since, int) and 0 <= since <= LARGEST_N else 0
        gap = await self._look_up(conversation, n)
        if gap is None:
            self.line.say({"kind": "left", "conversations": [conversation]})
            return
        if conversation not in self.watched:
            self.watched[conversation] = 0.0
            await self.line.hub.join((_topic(conversation),), self.line.hear)
        self.line.say({"kind": "gap", "conversation": conversation, **gap})
        self._say_if_shown("here", conversation, asks=True)

    @database_sync_to_async
    def _look_up(self, conversation: str, since: int) -> dict[str, Any] | None:
        self.shows_presence = manners_of(self.line.user).shows_presence
        with override(self.line.user.language):
            return missed(conversation, since, self.line.user)

    def _unwatch(self, conversation: str) -> None:
        if self.watched.pop(conversation, None) is not None:
            self._say_if_shown("away", conversation)
            self.line.hub.leave((_topic(conversation),), self.line.hear)

    def end(self) -> None:
        """The line is over."""
        for conversation in list(self.watched):
            self._unwatch(conversation)

    def _type(self, conversation: str) -> None:
        now = time.monotonic()
        last = self.watched.get(conversation)
        if last is not None and (not last or now - last >= TYPING_EVERY_S):
            self.watched[conversation] = now
            self._say("typing", conversation)

    def _say_if_shown(self, kind: str, conversation: str, **more: Any) -> None:
        if self.shows_presence:
            self._say(kind, conversation, **more)

    def _say(self, kind: str, conversation: str, **more: Any) -> None:
        """Tell those who look at the same conversation. Lost when nobody hears it; it is only an aside."""
        user = self.line.user
        aside = {"kind": kind, "conversation": conversation, "user": str(user.pk), "name": user.name, **more}
        self.line.hub.publish(_topic(conversation), {"aside": aside})

    def overhear(self, aside: dict[str, Any]) -> None:
        """What somebody else's tab said; whoever arrives is told who is here already."""
        if aside["user"] == str(self.line.user.pk) or aside["conversation"] not in self.watched:
            return
        if aside["kind"] != "typing" and not self.shows_presence:
            return  # whoever does not show that they are here does not see it of others
        if aside.get("asks"):
            self._say("here", aside["conversation"])
        self.line.say({name: word for name, word in aside.items() if name != "asks"})

    def pass_on(self, said: dict[str, Any]) -> None:
        """A change in one of this person's conversations, in their language."""
        if said["kind"] == "left":
            for conversation in said["conversations"]:
                self._unwatch(conversation)
        if said["kind"] == "message":
            with override(self.line.user.language) if said["message"]["label"] else nullcontext():
                said = {"kind": "message", "message": in_words(said["message"], said["topic"])}
        self.line.say(said)


def _topic(conversation: str) -> str:
    return f"talk.{conversation}"


def _id(value: Any) -> str | None:
    """The plain form of an id, or None for anything else."""
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None
