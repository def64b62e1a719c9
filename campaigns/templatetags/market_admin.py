"""Words of the staff's timeline: the same as on chips."""

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.selectors import TimelineLine
from kit.chips import CHIPS

register = template.Library()
MONEY = {
    "funded": pgettext_lazy("money line", "Funds secured"),
    "released": pgettext_lazy("money line", "Released to the creator"),
    "fee": pgettext_lazy("money line", "Fees"),
    "vat": pgettext_lazy("money line", "VAT"),
    "refunded": pgettext_lazy("money line", "Refunded to the brand"),
    "refund_settled": pgettext_lazy("money line", "Refund arrived"),
}
SIGNED = {"signed_by_brand": _("Signed by the brand"), "signed_by_influencer": _("Signed by the creator")}


@register.filter
def told(line: TimelineLine) -> str:
    """One line of history in words; a deliverable by its number."""
    if line.kind == "money":
        return str(MONEY.get(line.code, line.code))
    subject, state = line.code.split(".")
    word = SIGNED.get(state) or CHIPS[subject][state].label
    return f"{line.data['position']}. {word}" if "position" in line.data else str(word)
