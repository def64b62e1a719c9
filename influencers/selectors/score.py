"""How complete a profile is, and the one step that would help it most."""

from dataclasses import dataclass

from influencers.models import Influencer

# Points of each criterion; they add up to 100. Ties go to the first one.
WEIGHTS = {
    "social_account": 20,
    "package": 20,
    "niche": 15,
    "city": 10,
    "bio": 15,
    "languages": 10,
    "second_account": 10,
}
SHORT_BIO = 60


@dataclass(frozen=True)
class ProfileScore:
    """`next_code` is the missing criterion that brings the most points, or "" at 100."""

    points: int
    next_code: str
    next_points: int


def profile_score(influencer: Influencer) -> ProfileScore:
    """One query for the accounts; none when they are prefetched."""
    n_accounts = len(influencer.social_accounts.all())
    has = {
        "social_account": n_accounts > 0,
        "package": influencer.from_centimes is not None,
        "niche": bool(influencer.niches),
        "city": bool(influencer.city),
        "bio": len(influencer.bio) >= SHORT_BIO,
        "languages": bool(influencer.languages),
        "second_account": n_accounts > 1,
    }
    missing = [code for code in WEIGHTS if not has[code]]
    best = max(missing, key=WEIGHTS.__getitem__, default="")
    points = sum(weight for code, weight in WEIGHTS.items() if has[code])
    return ProfileScore(points=points, next_code=best, next_points=WEIGHTS.get(best, 0))
