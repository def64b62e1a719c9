"""Creators and companies. A company without any member left is emptied with its last owner."""

from privacy.datamap.shapes import NAME, POINTS, SECRET, WORDS, Basis, Erasure, Field, Rows, Table

CREATORS = "creators"
OWNERS = "owners of brands"
PROFILE = "until it is changed, or the account deleted"

TABLES = (
    Table(
        label="influencers.SocialAccount",
        whose=CREATORS,
        purpose="public profile",
        basis=Basis.CONTRACT,
        kept=PROFILE,
        people=("influencer__user",),
        fields={"handle": WORDS, "url": WORDS},
    ),
    Table(
        label="influencers.Package",
        whose=CREATORS,
        purpose="public rate card",
        basis=Basis.CONTRACT,
        kept=PROFILE,
        people=("influencer__user",),
        fields={"title": WORDS, "description": WORDS},
        plain=("currency",),
    ),
    Table(
        label="influencers.Influencer",
        whose=CREATORS,
        purpose="public profile",
        basis=Basis.CONTRACT,
        kept=PROFILE,
        people=("user",),
        rows=Rows.KEEP,
        fields={
            "user": Field(Erasure.KEEP, why="points at the pseudonymised account"),
            "handle": NAME,
            "name": NAME,
            "bio": WORDS,
            "niches": WORDS,
            "main_niche": WORDS,
            "languages": WORDS,
            "city": WORDS,
            "region": WORDS,
            "portrait": WORDS,
            "card": Field(exported=False),
            "folded": Field(
                Erasure.KEEP, why="worked out by the database from name and handle", exported=False
            ),
        },
    ),
    Table(
        label="brands.Invitation",
        whose="whoever is invited",
        purpose="to join a brand",
        basis=Basis.CONTRACT,
        kept="until it is answered or the account is deleted",
        people=("invited_by",),
        addressed="email",
        rows=Rows.DELETE,
        fields={"email": Field(exported=False), "token_hash": SECRET, "invited_by": POINTS},
    ),
    Table(
        label="brands.OwnershipOffer",
        whose="members of brands",
        purpose="to hand a brand over",
        basis=Basis.CONTRACT,
        kept="as long as the accounts",
        people=("to", "offered_by"),
        fields={"to": WORDS, "offered_by": WORDS},
    ),
    Table(
        label="brands.Brand",
        whose=OWNERS,
        purpose="public profile, and the party of contracts",
        basis=Basis.CONTRACT,
        kept=PROFILE,
        people=("memberships__user",),
        rows=Rows.KEEP,
        fields={
            "slug": NAME,
            "name": NAME,
            "legal_name": WORDS,
            "ice": WORDS,
            "sector": WORDS,
            "city": WORDS,
            "site": WORDS,
            "about": WORDS,
            "logo": WORDS,
        },
    ),
    Table(
        label="brands.BrandMember",
        whose="members of brands",
        purpose="who may act for a brand",
        basis=Basis.CONTRACT,
        kept="until the person leaves the brand",
        people=("user",),
        fields={"user": WORDS},
    ),
)
