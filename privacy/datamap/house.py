"""What the house keeps beside the business: notices, facts, answers, this app's own rows, Django's log."""

from privacy.datamap.shapes import POINTS, SECRET, WORDS, Basis, Erasure, Field, Rows, Table

MEMBERS = "members"

TABLES = (
    Table(
        label="notifications.Notice",
        whose=MEMBERS,
        purpose="to tell people what happened",
        basis=Basis.CONTRACT,
        kept="12 months; names of a deleted account are taken out of the notices of others",
        people=("reader",),
        fields={"reader": WORDS, "data": Field(exported=False)},
        plain=("kind", "thread", "link", "key"),
        tidied_by="notifications.tasks.tidy",
    ),
    Table(
        label="events.Event",
        whose=MEMBERS,
        purpose="the history of what happened",
        basis=Basis.INTEREST,
        kept="for good, as ids; words of a person until the account is deleted",
        people=("actor_id",),
        rows=Rows.KEEP,
        fields={
            "payload": Field(Erasure.REDACT, of="actor_id", exported=False),
            "actor_id": POINTS,
        },
        plain=("label",),
        tidied_by="privacy.tasks.tidy",
    ),
    Table(
        label="events.IdempotentAnswer",
        whose=MEMBERS,
        purpose="to answer a repeated request once",
        basis=Basis.INTEREST,
        kept="48 hours",
        people=("user_id",),
        fields={"user_id": WORDS, "key": SECRET, "fingerprint": SECRET, "body": SECRET},
        tidied_by="events.tasks.tidy",
    ),
    Table(
        label="privacy.Export",
        whose=MEMBERS,
        purpose="to hand people a copy of their data",
        basis=Basis.LAW,
        kept="the copy 7 days, that it was made 12 months",
        people=("user",),
        fields={"user": WORDS, "sealed": Field(exported=False, sealed=True)},
        tidied_by="privacy.tasks.tidy",
    ),
    Table(
        label="privacy.PrivacyRequest",
        whose=MEMBERS,
        purpose="to answer what people ask about their data",
        basis=Basis.LAW,
        kept="3 years",
        people=("user",),
        fields={"user": WORDS, "text": WORDS, "answer": WORDS, "answered_by": POINTS},
        tidied_by="privacy.tasks.tidy",
    ),
    Table(
        label="privacy.Deletion",
        whose=MEMBERS,
        purpose="proof that an account was deleted as asked",
        basis=Basis.LAW,
        kept="for good, without a name",
        people=("user",),
        rows=Rows.KEEP,
        fields={"user": POINTS},
        plain=("done", "held_for"),
    ),
    Table(
        label="admin.LogEntry",
        whose="staff, and members they looked after",
        purpose="who changed what in the admin",
        basis=Basis.INTEREST,
        kept="12 months",
        people=("user",),
        rows=Rows.KEEP,
        fields={
            "user": POINTS,
            "object_id": Field(Erasure.KEEP, why="an id", exported=False),
            "object_repr": Field(exported=False),
            "change_message": Field(Erasure.KEEP, why="names of fields", exported=False),
        },
        tidied_by="privacy.tasks.tidy",
    ),
    Table(
        label="sessions.Session",
        whose="visitors and members",
        purpose="to stay signed in",
        basis=Basis.CONTRACT,
        kept="14 days; ends with its sign-in",
        fields={
            "session_data": Field(Erasure.KEEP, why="signed ids; gone before an account is", exported=False)
        },
        tidied_by="influmaroc.tasks.tidy",
    ),
)

# Models of ours without a word about a person.
NOT_PERSONAL: dict[str, tuple[str, ...]] = {
    "campaigns.Holiday": ("name",),
    "events.Delivery": ("reaction", "last_error"),
    "invoicing.OwedDocument": ("key", "kind", "subject_id", "reason"),
    "invoicing.Series": ("kind", "last_digest"),
    "messaging.Conversation": ("about",),
    "payments.LedgerAccount": ("owner", "currency"),
    "payments.LedgerTransaction": ("key", "kind", "currency", "deal_id", "reason"),
    "payments.LedgerSeal": ("hash",),
    "taxes.Withholding": ("key", "client_id", "provider_id", "currency", "status", "lines"),
    "payments.Refund": ("currency", "reason", "failure", "provider_ref"),
}
