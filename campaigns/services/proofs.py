"""Is this the address of a publication on the right platform, by the right account?"""

from urllib.parse import SplitResult, urlsplit

from campaigns.errors import ProofUsed, WrongOwner, WrongPlatform
from campaigns.models import Deliverable, PublicationProof
from influencers.models import SocialAccount

HOSTS = {
    "instagram": ("instagram.com",),
    "tiktok": ("tiktok.com",),
    "youtube": ("youtube.com", "youtu.be"),
    "facebook": ("facebook.com", "fb.watch"),
    "snapchat": ("snapchat.com",),
}
# First words of a path that are pages of the platform and not somebody's account.
PAGES = {
    "instagram": {"p", "reel", "reels", "tv", "share", "explore"},
    "facebook": {
        "watch",
        "reel",
        "reels",
        "share",
        "story.php",
        "permalink.php",
        "photo.php",
        "groups",
        "events",
    },
}
BEHIND = {"instagram": {"stories"}, "snapchat": {"add"}}


def check_proof(deliverable: Deliverable, url: str) -> bool:
    """True when the address shows the declared account, False when it shows none.

    Raises WrongPlatform, WrongOwner (it shows somebody else), ProofUsed (it proves another deliverable).
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not is_host_of(deliverable.platform, parts.hostname or ""):
        raise WrongPlatform(platform=deliverable.platform, hosts=list(HOSTS[deliverable.platform]))
    if PublicationProof.objects.filter(url=url).exclude(deliverable=deliverable).exists():
        raise ProofUsed
    return is_owner(deliverable, handle_in(deliverable.platform, parts))


def is_host_of(platform: str, host: str) -> bool:
    """The platform's own domain or one below it; instagram.com.evil.ma is neither."""
    return any(host == own or host.endswith(f".{own}") for own in HOSTS[platform])


def handle_in(platform: str, parts: SplitResult) -> str:
    """The account an address names, without @; empty when it names none."""
    words = [word for word in parts.path.split("/") if word]
    if not words:
        return ""
    if words[0].startswith("@"):
        return words[0][1:]
    if words[0] in BEHIND.get(platform, set()):
        return words[1] if len(words) > 1 else ""
    named = platform in PAGES and words[0] not in PAGES[platform] and len(words) > 1
    return words[0] if named else ""


def is_owner(deliverable: Deliverable, shown: str) -> bool:
    """Compare with the handle declared for this platform, as platforms do: case does not count."""
    accounts = SocialAccount.objects.filter(influencer_id=deliverable.collaboration.influencer_id)
    declared = accounts.filter(platform=deliverable.platform).values_list("handle", flat=True).first()
    if not shown or not declared:
        return False
    if shown.casefold() != declared.lstrip("@").casefold():
        raise WrongOwner(handle=shown, expected=declared)
    return True
