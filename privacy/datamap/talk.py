"""Conversations: everybody's words are their own; what they say of others stays without the names."""

from privacy.datamap.shapes import POINTS, SHARED, WORDS, Basis, Field, Rows, Table, written_by

TALKERS = "creators and members of brands"
PLACES = "conversation__seats__user"
# What a message is found by, and what is read of it while contacts are covered: made from the words.
MADE = Field(of="author", exported=False)

TABLES = (
    Table(
        label="messaging.Wording",
        whose=TALKERS,
        purpose="what was said before it was changed, for disputes",
        basis=Basis.INTEREST,
        kept="as long as the message",
        people=("message__author",),
        rows=Rows.DELETE,
        fields={"body": WORDS},
    ),
    Table(
        label="messaging.Message",
        whose=TALKERS,
        purpose="to talk about a collaboration",
        basis=Basis.CONTRACT,
        kept="until its author's account is deleted; its place stays, empty",
        people=("author", PLACES),
        rows=Rows.KEEP,
        fields={
            "author": POINTS,
            "body": written_by("author"),
            "covered": MADE,
            "findable": MADE,
            "data": SHARED,
        },
        plain=("kind", "side", "client_id", "contacts", "label"),
    ),
    Table(
        label="messaging.Party",
        whose=TALKERS,
        purpose="who talks with whom",
        basis=Basis.CONTRACT,
        kept="as long as the conversation",
        people=("seats__user",),
        rows=Rows.KEEP,
        fields={"name": SHARED},
        plain=("key", "side"),
    ),
    Table(
        label="messaging.Seat",
        whose=TALKERS,
        purpose="what a person has read, and how they keep it",
        basis=Basis.CONTRACT,
        kept="until the account is deleted",
        people=("user",),
        fields={"user": POINTS, "draft": WORDS},
    ),
    Table(
        label="messaging.Manners",
        whose=TALKERS,
        purpose="what others see of a person",
        basis=Basis.CONSENT,
        kept="until the account is deleted",
        people=("user",),
        fields={"user": POINTS},
    ),
    Table(
        label="messaging.Block",
        whose=TALKERS,
        purpose="not to be written to",
        basis=Basis.INTEREST,
        kept="until it is taken back, or the account is deleted",
        people=("by",),
        fields={"by": POINTS},
        plain=("key", "blocked_key"),
    ),
    Table(
        label="messaging.Report",
        whose=TALKERS,
        purpose="to stop abuse",
        basis=Basis.INTEREST,
        kept="until the account of whoever reported is deleted",
        people=("by",),
        fields={
            "by": POINTS,
            "words": WORDS,
            "outcome": Field(exported=False),
            "closed_by": POINTS,
        },
        plain=("reason", "state"),
    ),
    Table(
        label="messaging.StaffReading",
        whose=TALKERS,
        purpose="who of the staff read a conversation",
        basis=Basis.INTEREST,
        kept="for good",
        people=("staff", PLACES),
        rows=Rows.KEEP,
        fields={"staff": POINTS, "reason": SHARED},
        plain=("matter",),
    ),
)
