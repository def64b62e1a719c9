"""The table of letters. One more kind is a line here and a template in templates/mail/letters/."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CODE_S = 10 * 60
LINK_S = 3600


@dataclass(frozen=True)
class Topic:
    """What a letter is about, above its heading, and why it was sent, at its foot."""

    label: Promise
    why: Promise


SECURITY = Topic(
    _("Account security"),
    _("You receive this message because it concerns the security of your account. It cannot be turned off."),
)
ADDRESS = Topic(
    _("Your e-mail address"),
    _("You receive this message because this address was typed on InfluMaroc."),
)
ACCOUNT = Topic(
    _("Your account"),
    _("You receive this message because you have an account on InfluMaroc. It cannot be turned off."),
)
TEAM = Topic(
    _("Team"),
    _("You receive this message because it concerns your place in a team on InfluMaroc."),
)

NEWS = Topic(
    _("News"),
    _("You receive this message because you asked for news of InfluMaroc."),
)
DEAL = Topic(
    _("Exchange"),
    _(
        "You receive this message because it concerns you. You choose what arrives by e-mail in your "
        "notification settings; messages about security and money cannot be turned off."
    ),
)
DIGEST = Topic(
    _("Daily digest"),
    _(
        "You receive this message because you asked for a daily digest. You can change it in your "
        "notification settings."
    ),
)


@dataclass(frozen=True)
class Kind:
    """What a letter of this kind is filled in with, and how it travels.

    `secret` values never lie in the database in plain. After `lasts_s` (0: never) a letter that has not left
    is given up: what it carries is dead. `rank` 0 leaves before 1 before 2. What `is_ready` comes in
    the words of the letter's language, written by floors above.
    """

    topic: Topic = SECURITY
    data: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    lasts_s: int = 0
    tone: str = "primary"
    rank: int = 0
    is_ready: bool = False


DEVICE = ("device", "ip", "place")
NOTICE = ("name", "subject", "topic", "tone", "text", "rows", "button", "path", "number")

KINDS: dict[str, Kind] = {
    "register_code": Kind(ADDRESS, data=("name",), secret=("code", "token"), lasts_s=CODE_S),
    "register_known": Kind(ADDRESS),
    "login_code": Kind(data=DEVICE, secret=("code",), lasts_s=CODE_S),
    "step_up_code": Kind(secret=("code",), lasts_s=CODE_S),
    "email_code": Kind(ADDRESS, secret=("code", "token"), lasts_s=CODE_S),
    "email_changed": Kind(data=("new",), tone="warning"),
    "reset_link": Kind(secret=("token",), lasts_s=LINK_S),
    "reset_unknown": Kind(ADDRESS),
    "password_changed": Kind(data=("at",), tone="warning"),
    "new_sign_in": Kind(data=(*DEVICE, "at"), tone="warning"),
    "refresh_reused": Kind(data=("device", "at"), tone="danger"),
    "factor_added": Kind(data=("factor",), tone="success"),
    "factor_removed": Kind(data=("factor",), tone="warning"),
    "recovery_codes_made": Kind(tone="warning"),
    "recovery_code_used": Kind(data=("n_left",), tone="warning"),
    "account_suspended": Kind(ACCOUNT, data=("reason",), tone="danger"),
    "account_restored": Kind(ACCOUNT, tone="success"),
    "deletion_asked": Kind(ACCOUNT, data=("until",), tone="warning"),
    "deletion_cancelled": Kind(ACCOUNT, tone="success"),
    "account_deleted": Kind(ACCOUNT, tone="info"),
    "export_ready": Kind(ACCOUNT, data=("until", "url_path"), tone="success"),
    "privacy_answer": Kind(ACCOUNT, data=("at", "reason"), tone="info"),
    "team_invitation": Kind(TEAM, data=("brand", "inviter", "role"), secret=("token",)),
    "ownership_offered": Kind(TEAM, data=("brand", "inviter"), tone="warning"),
    "member_removed": Kind(TEAM, data=("brand",), tone="info"),
    "notice": Kind(DEAL, data=NOTICE, rank=1, is_ready=True),
    "digest": Kind(DIGEST, data=("name", "n", "lines", "n_more"), rank=1, is_ready=True),
    "news": Kind(NEWS, rank=2, is_ready=True),
}
