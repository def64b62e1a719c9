"""The shape of one line of the table of notices."""

from dataclasses import dataclass

from django.utils.functional import Promise

# Money lines of a mail, from the agreed price to the one bold figure; names are those of subjects.py.
BRAND_PAYS = ("price", "brand_fee", "brand_vat", "total")
CREATOR_GETS = ("price", "influencer_fee", "influencer_vat", "net")


@dataclass(frozen=True)
class Kind:
    """How one kind of notice reads. `title` is also the mail's subject; `text` takes %(names)s from its data.

    `asks` when the reader has something to do; `is_mailed` when people expect an e-mail as well;
    `is_guarded` when it concerns their safety: mailboxes they had until lately are told too;
    `is_trial` when the reader asked for it to see that it arrives; `rows` are the money lines of that mail.
    """

    title: Promise | str
    text: Promise | str
    icon: str
    tone: str = ""
    asks: bool = False
    is_mailed: bool = False
    is_guarded: bool = False
    is_trial: bool = False
    rows: tuple[str, ...] = ()
