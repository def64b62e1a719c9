"""Papers that were issued, sent again, or may be written in somebody's name: the people of the wallet."""

from typing import Any

from events.facts import reacts_to
from invoicing import facts
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people
from notifications.selectors.subjects import Subject

PAGES = {"brand": "invoicing:brand_documents", "influencer": "invoicing:creator_documents"}
SHOWN = 6


def _tell(fact: Any, kind: str) -> None:
    """Many papers at once are named by the first few."""
    numbers = ", ".join(fact.numbers[:SHOWN]) + (" …" if len(fact.numbers) > SHOWN else "")
    is_one = len(fact.numbers) == 1
    link = path("invoicing:pdf", fact.document_ids[0]) if is_one else path(PAGES[fact.wallet_kind])
    thread = Subject(f"wallet:{fact.wallet_id}")
    post(fact, kind, people.holders(fact.wallet_id), thread, link, numbers=numbers)


@reacts_to(facts.DocumentsIssued)
def tell_of_documents(fact: facts.DocumentsIssued) -> None:
    """Each side learns of its papers once, all of a payment together, with a link."""
    _tell(fact, "documents_issued")


@reacts_to(facts.DocumentResent)
def send_document_again(fact: facts.DocumentResent) -> None:
    """Somebody asked staff for it."""
    _tell(fact, "document_resent")


@reacts_to(facts.MandateAccepted)
def confirm_mandate(fact: facts.MandateAccepted) -> None:
    """Said at once, in case it was not them."""
    _tell_mandate(fact, "mandate_accepted")


@reacts_to(facts.MandateRevoked)
def confirm_withdrawal(fact: facts.MandateRevoked) -> None:
    """So that nobody waits for an invoice that we do not write any more."""
    _tell_mandate(fact, "mandate_revoked")


def _tell_mandate(fact: Any, kind: str) -> None:
    thread = Subject(f"wallet:{fact.wallet_id}")
    post(fact, kind, people.holders(fact.wallet_id), thread, path("invoicing:mandate"))
