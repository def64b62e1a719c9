"""Letters. The app knows addresses, not people, so what it holds is erased by its own service
(mail.services.forget_person), which the erasure calls with the person's id and address.
"""

from privacy.datamap.shapes import SECRET, WORDS, Basis, Erasure, Field, Table

READERS = "whoever is written to"

TABLES = (
    Table(
        label="mail.Letter",
        whose=READERS,
        purpose="to send, and to know that it arrived",
        basis=Basis.CONTRACT,
        kept="180 days",
        people=("user_id",),
        fields={
            "to": WORDS,
            "user_id": WORDS,
            "data": Field(exported=False),  # names the other side of a contract
            "sealed": Field(exported=False, sealed=True),
            "key": SECRET,
            "error": SECRET,
            "provider_id": SECRET,
        },
        plain=("kind", "language", "provider"),
        tidied_by="mail.tasks.tidy",
    ),
    Table(
        label="mail.ShownLetter",
        whose=READERS,
        purpose="to read letters in development; empty in production",
        basis=Basis.INTEREST,
        kept="7 days",
        fields={
            "to": WORDS,
            "subject": WORDS,
            "text": WORDS,
            "html": WORDS,
            "link": SECRET,
            "code": SECRET,
            "token": SECRET,
        },
        plain=("kind",),
        tidied_by="mail.tasks.tidy",
    ),
    Table(
        label="mail.Suppression",
        whose=READERS,
        purpose="not to write to who cannot or does not want to be reached",
        basis=Basis.INTEREST,
        kept="until staff lift it, or the account is deleted",
        fields={
            "address": WORDS,
            "detail": WORDS,
            "lifted_by": Field(Erasure.KEEP, why="points at the pseudonymised account"),
        },
    ),
    Table(
        label="mail.PostEvent",
        whose=READERS,
        purpose="what the mail provider reports",
        basis=Basis.INTEREST,
        kept="90 days",
        fields={"raw": WORDS},
        plain=("provider", "external_id", "outcome"),
        tidied_by="mail.tasks.tidy",
    ),
    Table(
        label="mail.Mailing",
        whose="staff",
        purpose="who wrote to many",
        basis=Basis.INTEREST,
        kept="for good",
        fields={"made_by": Field(Erasure.KEEP, why="points at the pseudonymised account")},
        plain=("words", "path", "segment", "on_site"),
    ),
)
