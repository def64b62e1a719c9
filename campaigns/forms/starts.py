"""Ready beginnings of a campaign: what a brief of that kind usually asks for, everything to be changed."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Promise | str


@dataclass(frozen=True)
class Start:
    """`pieces` are (platform, format, quantity); `weeks` is how long such a campaign takes."""

    title: Words
    text: Words
    picture: str
    weeks: int
    description: Words
    pieces: list[tuple[str, str, int]]
    niches: list[str] = field(default_factory=list)
    do: list[Words] = field(default_factory=list)

    @property
    def requirements(self) -> list[dict[str, Any]]:
        return [{"platform": p, "format": f, "quantity": n} for p, f, n in self.pieces]

    def fields(self) -> dict[str, Any]:
        """What campaigns.services.create_campaign takes, in the language of the page."""
        return {
            "title": str(self.title),
            "objective": str(self.text),
            "description": str(self.description),
            "niches": self.niches,
            "platforms": sorted({platform for platform, _format, _n in self.pieces}),
            "do": [str(line) for line in self.do],
            "dont": [str(_("Promise an effect that is not proven"))],
            "usage_channels": ["organic"],
            "usage_months": 6,
            "revisions": 2,
            "requirements": self.requirements,
        }


_NAMED = _("Say at the start that it is a paid partnership")

STARTS: dict[str, Start] = {
    "launch": Start(
        title=_("Launch a product"),
        text=_("Show how it is used and what it does, on the day of the launch."),
        picture="s-argan",
        weeks=3,
        description=_(
            "Our product is new. Show it in your own setting, how you use it and what you think of it, "
            "in your own words and your own language. We send it to you before you film, and you keep it."
        ),
        pieces=[("instagram", "reel", 1), ("instagram", "story", 2)],
        do=[_("Show the product in daylight and in use"), _NAMED],
    ),
    "trial": Start(
        title=_("Have it tried"),
        text=_("An honest opinion after ten days of use."),
        picture="s-the",
        weeks=4,
        description=_(
            "Use our product for ten days, then say what you liked and what you did not. We send it to you "
            "at the start, and you keep it."
        ),
        pieces=[("instagram", "story", 3)],
        do=[_("Say how long you have used it"), _NAMED],
    ),
    "visit": Start(
        title=_("Bring people to a place"),
        text=_("A filmed visit, the way there, an offer to book."),
        picture="s-ruelle",
        weeks=5,
        description=_(
            "Come and see us, film what you discover and tell your public how to come. The visit is on us; "
            "we agree on the day with you."
        ),
        pieces=[("tiktok", "video", 1), ("instagram", "carousel", 1), ("instagram", "story", 2)],
        niches=["travel"],
        do=[_("Show the way and the address"), _NAMED],
    ),
}
