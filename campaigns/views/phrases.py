"""What is said about each step of a contract; names in them are filled in by campaigns.views.turns."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Promise | str

DOORS: dict[str, tuple[Words, str]] = {
    "sign": (_("Read and sign"), "campaigns:deal"),
    "fund": (_("Secure the funds"), "campaigns:fund"),
    "submit": (_("Send the draft"), "campaigns:deliver"),
    "change": (_("See the comments"), "campaigns:deliver"),
    "publish": (_("Give the public address"), "campaigns:deliver"),
    "review": (_("See and answer"), "campaigns:review"),
    "accept": (_("Check and accept"), "campaigns:review"),
}

_LAPSES = _("Without both signatures by then, the contract lapses and nobody owes anything.")
_SILENCE = _("Without an answer by then, it is approved automatically.")
_TAKEN = _("Without an answer by then, it is accepted automatically.")
_LATE = _("You may wait, or cancel now: what was not handed in is refunded in full.")

# (step, seen from): title and what happens next. "you" also holds the ends, where nobody has to act.
SAID: dict[tuple[str, str], tuple[Words, Words]] = {
    ("sign", "you"): (_("Read the contract and sign it"), _LAPSES),
    ("sign", "them"): (_("%(signer)s has to sign"), _LAPSES),
    ("fund", "you"): (
        _("Secure %(total)s for this contract"),
        _("%(creator)s starts once the money is protected. It is paid out when you accept the work."),
    ),
    ("fund", "them"): (
        _("%(brand)s has to secure the funds"),
        _("No work is owed before. Without the funds by then, the contract lapses."),
    ),
    ("submit", "you"): (
        _("Send your draft: %(what)s"),
        _("The money is protected. You can begin."),
    ),
    ("submit", "them"): (
        _("%(creator)s prepares a draft: %(what)s"),
        _("You are told as soon as it arrives."),
    ),
    ("submit", "late"): (_("The draft of %(creator)s is late: %(what)s"), _LATE),
    ("change", "you"): (
        _("Send a new version: %(what)s"),
        _("%(brand)s has written what should change."),
    ),
    ("change", "them"): (
        _("%(creator)s prepares a new version: %(what)s"),
        _("You are told as soon as it arrives."),
    ),
    ("change", "late"): (_("The new version of %(creator)s is late: %(what)s"), _LATE),
    ("review", "you"): (_("Look at the draft and answer: %(what)s"), _SILENCE),
    ("review", "them"): (_("%(brand)s looks at your draft: %(what)s"), _SILENCE),
    ("publish", "you"): (
        _("Publish, then give the address: %(what)s"),
        _("%(brand)s has approved your draft."),
    ),
    ("publish", "them"): (
        _("%(creator)s publishes: %(what)s"),
        _("You are told with the public address."),
    ),
    ("publish", "late"): (_("The publication of %(creator)s is late: %(what)s"), _LATE),
    ("accept", "you"): (_("Check the publication: %(what)s"), _TAKEN),
    ("accept", "them"): (_("%(brand)s checks your publication: %(what)s"), _TAKEN),
    ("decide", "them"): (
        _("Our team examines the dispute"),
        _("The funds stay frozen and no deadline runs. Both sides read the decision here."),
    ),
    ("bank", "them"): (
        _("The bank of %(brand)s disputes the payment"),
        _("The funds are frozen and no deadline runs until the bank has decided. Both sides are told."),
    ),
    ("retained", "you"): (
        _("Everything is accepted: the last part of the price is retained"),
        _("It is paid to %(creator)s by itself on that day, unless a dispute is opened before."),
    ),
    ("funded", "you"): (_("The money is protected"), _("The work begins on the agreed day.")),
    ("active", "you"): (_("Every deliverable is settled"), _("The contract ends within a day.")),
    ("completed", "you"): (_("This contract is completed"), _("Everything that was accepted is paid.")),
    ("cancelled", "you"): (_("This contract was cancelled"), _("The money went as both sides had signed.")),
    ("lapsed", "you"): (_("This contract has lapsed"), _("Nothing was paid, nobody owes anything.")),
    ("decided", "you"): (_("The dispute is decided"), _("The money went as the decision says.")),
    ("refunded", "you"): (
        _("The contract is over: nothing more was delivered"),
        _("What was still secured went back to %(brand)s."),
    ),
}
