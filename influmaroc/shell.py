"""What every page needs to draw its frame: who is here, where they may go, what they have not read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands.policies import may_connect, may_manage
from brands.selectors import brand_of
from kit.dates import CASABLANCA
from messaging.selectors import news_of
from notifications.models import Notice
from privacy.selectors import owes_consent

THEMES = {"light": "influmaroc", "dark": "influmaroc-dark"}


@dataclass(frozen=True)
class Place:
    """One line of the navigation. `pages` are the view names that light it up, besides its own.

    `docked` lines stand in the bar at the foot of a phone, the others behind its "More".
    """

    label: Promise | str
    icon: str
    name: str
    pages: tuple[str, ...] = ()
    docked: bool = True


HOME = pgettext_lazy("navigation", "Home")
DEALS = Place(
    _("Contracts"),
    "file-check",
    "campaigns:deals",
    ("campaigns:deal", "campaigns:review", "campaigns:deliver"),
    docked=False,
)
TALKS = Place(
    _("Messages"),
    "message-circle",
    "messaging:list",
    ("messaging:thread", "messaging:search", "messaging:report", "messaging:edit", "messaging:remove"),
)
VISITOR = (
    Place(_("Creators"), "search", "influencers:search", ("influencers:profile",)),
    Place(_("Campaigns"), "megaphone", "campaigns:browse", ("campaigns:page",)),
    Place(_("For brands"), "store", "for-brands"),
    Place(_("For creators"), "sparkles", "for-creators"),
    Place(_("Prices"), "wallet", "pricing"),
)
BRAND = (
    Place(HOME, "house", "campaigns:brand_home"),
    Place(
        _("Campaigns"),
        "megaphone",
        "campaigns:mine",
        ("campaigns:new", "campaigns:wizard", "campaigns:overview", "campaigns:applications"),
    ),
    DEALS,
    TALKS,
    Place(
        _("Money"),
        "wallet",
        "payments:history",
        (
            *("campaigns:fund", "invoicing:brand_documents", "invoicing:brand_exports"),
            *("plans:plan", "plans:choose"),
        ),
    ),
    Place(_("Creators"), "search", "influencers:search", ("influencers:profile",), docked=False),
)
CREATOR = (
    Place(HOME, "house", "campaigns:creator_home"),
    Place(
        _("Campaigns"),
        "megaphone",
        "campaigns:creator_browse",
        ("campaigns:page", "campaigns:apply", "campaigns:browse"),
    ),
    Place(_("Applications"), "send", "campaigns:my_applications", ("campaigns:application",), docked=False),
    DEALS,
    TALKS,
    Place(
        _("Earnings"),
        "wallet",
        "payments:earnings",
        ("invoicing:creator_documents", "invoicing:creator_exports", "invoicing:mandate"),
    ),
)
STAFF = (
    Place(_("Staff"), "shield", "admin:index"),
    Place(_("Creators"), "search", "influencers:search", ("influencers:profile",)),
    Place(_("Campaigns"), "megaphone", "campaigns:browse", ("campaigns:page",)),
)
PLACES = {"": VISITOR, "brand": BRAND, "influencer": CREATOR, "staff": STAFF}
INBOX = Place(_("Notifications"), "bell", "notifications:inbox")
OWN_ACCOUNT = Place(_("My account"), "user-round", "accounts:account")
SECURITY = Place(_("Security"), "shield", "accounts:security")
WEBHOOKS = Place(
    _("Webhooks"),
    "webhook",
    "webhooks:home",
    (
        "webhooks:new",
        "webhooks:one",
        "webhooks:change",
        "webhooks:secret",
        "webhooks:call",
        "webhooks:remove",
    ),
)
MY_DATA = Place(_("My data"), "file-text", "privacy:home", ("privacy:agree", "privacy:leave"))
TAXES = _("Taxes")
CHOICES = Place(_("What reaches me"), "bell", "notifications:preferences")
SETTINGS = (OWN_ACCOUNT, SECURITY, CHOICES, MY_DATA)
ACCOUNT = {
    "brand": (
        Place(_("Brand profile"), "store", "brands:edit"),
        Place(TAXES, "receipt", "payments:brand-tax"),
        INBOX,
        *SETTINGS,
    ),
    "influencer": (
        Place(_("My profile"), "user-round", "influencers:edit"),
        Place(_("My packages"), "package", "influencers:packages"),
        Place(TAXES, "receipt", "payments:creator-tax"),
        INBOX,
        *SETTINGS,
    ),
    "staff": (INBOX, *SETTINGS),
}


class Shell:
    """The frame of one page. Everything is worked out when first asked for: at most two queries."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def role(self) -> str:
        user = self._request.user
        return user.role if user.is_authenticated else ""

    @property
    def look(self) -> Any:
        """While staff look at the site as somebody: the accounts.StaffLook, else None."""
        return getattr(self._request, "look", None)

    @cached_property
    def nav(self) -> list[dict]:
        """The places of this person's role, at most six."""
        return self._drawn(PLACES[self.role])

    @cached_property
    def dock(self) -> list[dict]:
        """Those that stand in the bar at the foot of a phone; its last button is "More"."""
        return [place for place in self.nav if place["docked"]]

    @cached_property
    def extra(self) -> list[dict]:
        return [place for place in self.nav if not place["docked"]]

    @cached_property
    def account(self) -> list[dict]:
        """What belongs to the person: profile, packages, notices."""
        return self._drawn(ACCOUNT.get(self.role, ()))

    @cached_property
    def settings(self) -> list[dict]:
        """The tabs of the settings pages; webhooks for those who may connect other programs."""
        return self._drawn((*SETTINGS, WEBHOOKS) if self._may_connect else SETTINGS)

    @property
    def _may_connect(self) -> bool:
        if self.role == "brand":
            return self.brand is not None and may_connect(self._request.user, self.brand)
        return self.influencer is not None

    @property
    def offset_s(self) -> int:
        """How far the clocks in Casablanca are from UTC now, for hours that scripts write."""
        offset = timezone.localtime(timezone=CASABLANCA).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    @cached_property
    def owes_consent(self) -> bool:
        """The texts have changed since this member agreed: a line on every page asks again. No query."""
        return owes_consent(self._request.user)

    def _drawn(self, places: tuple[Place, ...]) -> list[dict]:
        match = self._request.resolver_match
        here = match.view_name if match else ""
        return [
            {
                "label": place.label,
                "icon": place.icon,
                "url": reverse(place.name),
                "current": here == place.name or here in place.pages,
                "docked": place.docked,
                "counts": place is TALKS,
            }
            for place in places
        ]

    @cached_property
    def _waiting(self) -> tuple[int, int]:
        """Unread notices and conversations with news. One query for both."""
        user = self._request.user
        if not user.is_authenticated:
            return 0, 0
        counts = (counted(Notice.objects.of(user).unread()), counted(news_of(user)))
        n_notices, n_talks = User.objects.filter(pk=user.pk).values_list(*counts).get()
        return n_notices, n_talks

    @cached_property
    def unread(self) -> int:
        return self._waiting[0]

    @cached_property
    def talks(self) -> int:
        """How many conversations have news."""
        return self._waiting[1]

    @cached_property
    def brand(self) -> Any:
        """The brand this person acts for, or None."""
        return brand_of(self._request.user) if self.role == "brand" else None

    @cached_property
    def may_ask_creators(self) -> bool:
        """Whether this person may write to creators for their brand."""
        return self.brand is not None and may_manage(self._request.user, self.brand)

    @cached_property
    def influencer(self) -> Any:
        """This person's public profile, or None."""
        return getattr(self._request.user, "influencer", None) if self.role == "influencer" else None

    @cached_property
    def theme(self) -> str:
        """The chosen theme's name, or "" to follow the system."""
        return THEMES.get(self.theme_choice, "")

    @cached_property
    def theme_choice(self) -> str:
        choice = self._request.COOKIES.get("theme", "")
        return choice if choice in THEMES else "system"

    @cached_property
    def here(self) -> str:
        """This page's address with its query, to come back to."""
        return self._request.get_full_path()

    @cached_property
    def tongues(self) -> list[dict]:
        """This same page in each language."""
        language = get_language()
        return [
            {
                "code": code,
                "name": name,
                "path": in_language(self.here, code),
                "url": settings.SITE_URL + in_language(self._request.path, code),
                "dir": "rtl" if code == "ar" else "ltr",
                "current": code == language,
            }
            for code, name in settings.LANGUAGES
        ]


def counted(rows: QuerySet) -> Coalesce:
    """How many rows there are, as a column of another query."""
    ones = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(ones.annotate(n=Count("*")).values("n")), 0)


def shell(request: HttpRequest) -> dict:
    """Context processor: one lazy object for the templates of the frame."""
    return {"shell": Shell(request)}


def in_language(path: str, code: str) -> str:
    """The same address under another language prefix; the home page when it has none."""
    _start, language, rest = [*path.split("/", 2), "", ""][:3]
    return f"/{code}/{rest}" if language in dict(settings.LANGUAGES) else f"/{code}/"
