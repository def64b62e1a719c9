"""People themselves: how they come in, what they agreed to, what happened to their account."""

from privacy.datamap.shapes import NAME, POINTS, SECRET, WORDS, Basis, Erasure, Field, Rows, Table

SAFETY = "safety of the account"
MEMBERS = "members"
ACCOUNT = "as long as the account"

TABLES = (
    Table(
        label="accounts.Consent",
        whose=MEMBERS,
        purpose="proof of what was agreed to",
        basis=Basis.LAW,
        kept=ACCOUNT,
        people=("user",),
        fields={"user": WORDS},
        plain=("version",),
    ),
    Table(
        label="accounts.PasswordResetToken",
        whose=MEMBERS,
        purpose=SAFETY,
        basis=Basis.CONTRACT,
        kept="7 days after it expired",
        people=("user",),
        fields={"user": WORDS, "token_hash": SECRET, "ip": WORDS, "user_agent": WORDS},
        tidied_by="accounts.tasks.tidy",
    ),
    Table(
        label="accounts.SignIn",
        whose=MEMBERS,
        purpose=SAFETY,
        basis=Basis.INTEREST,
        kept="30 days after it ended or expired",
        people=("user",),
        fields={
            "user": WORDS,
            "refresh_jti": SECRET,
            "former_jti": SECRET,
            "user_agent": WORDS,
            "ip": WORDS,
        },
        tidied_by="accounts.tasks.tidy",
    ),
    Table(
        label="accounts.Device",
        whose=MEMBERS,
        purpose="to tell of a sign-in from a new device",
        basis=Basis.INTEREST,
        kept="12 months, and until nobody has signed in from it for 30 days",
        people=("user",),
        fields={"user": WORDS, "token_hash": SECRET},
        tidied_by="accounts.tasks.tidy",
    ),
    Table(
        label="accounts.SecurityEvent",
        whose=MEMBERS,
        purpose=SAFETY,
        basis=Basis.INTEREST,
        kept="12 months",
        people=("user",),
        fields={"user": WORDS, "ip": WORDS, "user_agent": WORDS, "by": POINTS},
        tidied_by="accounts.tasks.tidy",
    ),
    Table(
        label="accounts.User",
        whose=MEMBERS,
        purpose="to have an account",
        basis=Basis.CONTRACT,
        kept="until its owner deletes it; the emptied row stays, because contracts and accounts point at it",
        people=("pk",),
        rows=Rows.KEEP,
        fields={
            "email": Field(Erasure.PSEUDONYM),
            "name": NAME,
            "password": Field(Erasure.KEEP, why="replaced by one that opens nothing", exported=False),
            "time_zone": Field(Erasure.KEEP, why="a region of the world, chosen from a list"),
        },
        plain=("agreed_to",),
    ),
)
