"""What a table needs beyond the map: rows of others that name the person, services of apps below."""

from collections.abc import Callable

from django.contrib.admin.models import LogEntry
from django.db.models import Q

from accounts.models import User
from accounts.services import end_sign_ins
from campaigns.models import Application, Campaign, Collaboration
from events.models import Event
from files import services as files
from influencers.models import Influencer
from mail.models import Letter
from mail.services import forget_person, post_letter
from notifications.models import Notice
from payments.models import Wallet
from privacy.services.redacting import Mask, owned_brands, rewrite

Aside = Callable[[User, Mask], None]


def _letters(user: User, mask: Mask) -> None:
    """Their own go through the mail's service; in those of others about the same contracts, names go."""
    forget_person(user_id=user.pk, address=user.email)
    keys = Notice.objects.filter(thread__in=_threads(user)).values_list("reader_id", "key")
    letters = Letter.objects.filter(key__in=[f"notice:{reader}:{key}" for reader, key in keys])
    rewrite(letters, "data", mask.over)


def _notices(user: User, mask: Mask) -> None:
    """Notices of others that are about contracts and campaigns of this person."""
    rewrite(Notice.objects.filter(thread__in=_threads(user)).exclude(reader=user), "data", mask.over)


def _threads(user: User) -> list[str]:
    brands = owned_brands(user).values("pk")
    deals = Collaboration.objects.filter(Q(influencer__user=user) | Q(brand__in=brands))
    applied = Application.objects.filter(influencer__user=user).values_list("campaign_id", flat=True)
    campaigns = {*applied, *Campaign.objects.filter(brand__in=brands).values_list("pk", flat=True)}
    ids = deals.values_list("pk", flat=True)
    wallets = Wallet.objects.filter(Q(brand__in=brands) | Q(influencer__user=user)).values_list(
        "pk", flat=True
    )
    return [
        *(f"collaboration:{pk}" for pk in ids),
        *(f"campaign:{pk}" for pk in campaigns),
        *(f"wallet:{pk}" for pk in wallets),
    ]


def _events(user: User, mask: Mask) -> None:
    """Facts of others about this person's profile, brand or account. One walk over the log: it is rare."""
    about = Q(payload__user_id=str(user.pk))
    for pk in Influencer.objects.filter(user=user).values_list("pk", flat=True):
        about |= Q(payload__influencer_id=str(pk))
    for pk in owned_brands(user).values_list("pk", flat=True):
        about |= Q(payload__brand_id=str(pk))
    rewrite(Event.objects.filter(about), "payload", mask.over)


def _admin_log(user: User, _mask: Mask) -> None:
    """The log of the admin writes an address down as the name of a row."""
    ids = [
        str(user.pk),
        *(str(pk) for pk in Influencer.objects.filter(user=user).values_list("pk", flat=True)),
    ]
    LogEntry.objects.filter(object_id__in=ids).update(object_repr="")


def _files(user: User, _mask: Mask) -> None:
    """All they sent, whatever it belongs to: the bytes follow with the next sweep."""
    files.forget_person(user_id=user.pk)


def _goodbye(user: User, _mask: Mask) -> None:
    """The last letter, while the address is known; then nothing of the account can be used any more."""
    end_sign_ins(user=user, why="closed")
    if user.is_active:
        post_letter(
            kind="account_deleted",
            to=user.email,
            language=user.language,
            user_id=user.pk,
            key=f"deleted:{user.pk}",
        )
    user.set_unusable_password()
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.agreed_to = None, ""
    names = ["password", "is_active", "is_staff", "is_superuser", "last_login", "agreed_to"]
    user.save(update_fields=names)
    user.groups.clear()
    user.user_permissions.clear()


ASIDE: dict[str, Aside] = {
    "admin.LogEntry": _admin_log,
    "accounts.User": _goodbye,
    "events.Event": _events,
    "files.File": _files,
    "mail.Letter": _letters,
    "notifications.Notice": _notices,
}
