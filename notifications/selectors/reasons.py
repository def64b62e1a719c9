"""Why somebody is told: what they are to what it is about."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.models import Notice

REASONS: dict[str, Promise] = {
    "collaboration": _("You are a party to the contract"),
    "wallet": _("It is about your money"),
    "plan": _("You pay for the brand's plan"),
    "talk": _("You are in this conversation"),
    "brand": _("You are in this team"),
    "webhook": _("You connected this program"),
}
CAMPAIGN = {"brand": _("It is your brand's campaign"), "influencer": _("You applied to this campaign")}
STAFF = _("You are staff")


def reason_of(notice: Notice, role: str) -> Promise | str:
    """In a few words; "" where it is about nothing in particular."""
    if role == "staff":
        return STAFF
    about = notice.thread.partition(":")[0]
    return CAMPAIGN.get(role, "") if about == "campaign" else REASONS.get(about, "")
