"""The money's way and the history of a contract in words, the same for both sides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.models import Collaboration
from campaigns.selectors import TimelineLine, timeline
from campaigns.selectors.rooms import MoneyStep, money_steps
from campaigns.views.words import amount, isolated, names_of, what
from kit import dates

Words = Promise | str


@dataclass(frozen=True)
class Line:
    """One sentence of the history; money lines carry their amount and a reference to quote."""

    at: datetime
    text: str
    quote: str = ""
    amount_centimes: int | None = None
    reference: str = ""


def way(deal: Collaboration) -> list[dict[str, Any]]:
    """The money's way for components/money_timeline.html."""
    return [_look(step, deal) for step in money_steps(deal)]


def _look(step: MoneyStep, deal: Collaboration) -> dict[str, Any]:
    icon, title = WAY[step.code]
    look: dict[str, Any] = {
        "icon": icon,
        "state": step.state,
        "centimes": step.centimes,
        "title": str(title) % names_of(deal),
        "reference": step.reference,
    }
    if step.of:
        look["detail"] = gettext("%(n)s of %(of)s") % {"n": step.n, "of": step.of}
    elif step.state == "done":
        look["when"] = step.when
    elif step.when and step.code == "wait_retained":
        look["detail"] = gettext("until %(when)s") % {"when": dates.moment_short(step.when)}
    elif step.when and not deal.ended_at:
        look["detail"] = gettext("before %(when)s") % {"when": dates.moment_short(step.when)}
    return look


def history(deal: Collaboration) -> list[Line]:
    """Newest first. Three queries, as the timeline itself."""
    pieces = {row.position: what(row) for row in deal.deliverables.all()}
    return [_line(line, deal, pieces) for line in reversed(timeline(deal))]


def _line(line: TimelineLine, deal: Collaboration, pieces: dict[int, str]) -> Line:
    if line.kind == "money":
        reference = str(line.data.get("reference", ""))
        text = str(MONEY.get(line.code, line.code)) % names_of(deal)
        return Line(line.at, text, "", line.amount_centimes, reference[-8:].upper())
    words = MOVES.get(line.code)
    names = {**names_of(deal), **_values(line.data), "what": pieces.get(line.data.get("position", 0), "")}
    names["by"] = isolated(line.by_name or gettext("The deadline"))
    text = str(_by_itself(line) or words or line.code) % names
    return Line(line.at, text, str(line.data.get("reason", "")) if line.code in QUOTED else "")


def _by_itself(line: TimelineLine) -> Words | None:
    return AUTOMATIC.get(line.code) if not line.by_name else None


def _values(data: dict[str, Any]) -> dict[str, Any]:
    """Plain values for a sentence; centimes as an amount under their own name."""
    values = {"version": "", "price": "", "kept": "", **data}
    if "price_centimes" in data:
        values["price"] = amount(data["price_centimes"])
    if "influencer_centimes" in data:
        values["kept"] = amount(data["influencer_centimes"])
    return values


PARTS = ("whole", "draft", "published", "retained")
WAY: dict[str, tuple[str, Words]] = {
    "agreed": ("handshake", pgettext_lazy("step of the money", "Price agreed")),
    "signed": ("file-pen", pgettext_lazy("step of the money", "Contract signed")),
    "secured": ("shield-check", pgettext_lazy("step of the money", "Funds secured")),
    "approved": ("eye", pgettext_lazy("step of the money", "Drafts approved")),
    "published": ("megaphone", pgettext_lazy("step of the money", "Published")),
    "paid": ("landmark", _("Paid to %(creator)s")),
    "wait_draft": ("eye", pgettext_lazy("step of the money", "Part for the drafts")),
    "wait_published": ("megaphone", pgettext_lazy("step of the money", "Part for the publications")),
    "wait_retained": ("hourglass", pgettext_lazy("step of the money", "Last part, retained")),
    **{f"released_{name}": ("landmark", _("Paid to %(creator)s")) for name in PARTS},
    **{f"refunded_{name}": ("undo-2", _("Sent back to %(brand)s")) for name in PARTS},
    **{f"split_{name}": ("split", pgettext_lazy("step of the money", "Shared")) for name in PARTS},
    "refunded": ("undo-2", _("Sent back to %(brand)s")),
}
QUOTED = {"collaboration.cancelled", "collaboration.disputed"}

MOVES: dict[str, Words] = {
    "collaboration.agreed": _("%(by)s agreed on %(price)s."),
    "collaboration.signed_by_brand": _("%(by)s signed for %(brand)s."),
    "collaboration.signed_by_influencer": _("%(by)s signed."),
    "collaboration.signed": _("Both sides have signed: the contract is complete."),
    "collaboration.funded": _("The funds are secured, the work can begin."),
    "collaboration.active": _("The work has begun."),
    "collaboration.completed": _("The contract is completed: %(kept)s of the price to %(creator)s."),
    "collaboration.lapsed": _("The contract lapsed: a deadline passed."),
    "collaboration.cancelled": _("%(by)s cancelled the contract: %(kept)s of the price to %(creator)s."),
    "collaboration.disputed": _("%(by)s opened a dispute. The funds are frozen."),
    "collaboration.decided": _("The dispute is decided: %(kept)s of the price to %(creator)s."),
    "collaboration.refunded": _("The contract is over: what was still secured went back to %(brand)s."),
    "deliverable.submitted": _("%(by)s sent version %(version)s of %(what)s."),
    "deliverable.changes_requested": _("%(by)s asked for changes to %(what)s."),
    "deliverable.approved": _("%(by)s approved %(what)s."),
    "deliverable.published": _("%(by)s published %(what)s."),
    "deliverable.accepted": _("%(by)s accepted %(what)s."),
    "deliverable.dropped": _("Dropped at the end of the contract: %(what)s."),
}
AUTOMATIC: dict[str, Words] = {
    "collaboration.cancelled": _("The contract was cancelled: %(kept)s of the price to %(creator)s."),
    "deliverable.changes_requested": _("No file of version %(version)s can be used: %(what)s."),
    "deliverable.approved": _("Approved automatically, the deadline has passed: %(what)s."),
    "deliverable.accepted": _("Accepted automatically, the deadline has passed: %(what)s."),
    "deliverable.dropped": _("Never delivered, dropped: %(what)s."),
}
MONEY: dict[str, Words] = {
    "funded": _("%(brand)s paid: funds secured."),
    "released": _("Paid out to %(creator)s, net."),
    "fee": _("InfluMaroc fees."),
    "vat": _("VAT on the fees."),
    "refunded": _("Refund to %(brand)s ordered."),
    "charged_back": _("Covered what the bank of %(brand)s took back."),
    "chargeback": _("The bank of %(brand)s took the payment back: the funds are frozen."),
    "chargeback_won": _("The bank of %(brand)s gave the payment back: the funds are free again."),
    "refund_settled": _("Refund received by the bank of %(brand)s."),
}
