"""Where a wallet is paid, and when by itself."""

from django.conf import settings
from django.utils import timezone

from kit import crypt
from payments.models import PayoutMethod, PayoutSchedule, Wallet
from taxes.selectors import profile_of


def payout_methods(wallet: Wallet) -> list[PayoutMethod]:
    """All that are kept, the default first."""
    rows = PayoutMethod.objects.filter(wallet=wallet, removed_at=None)
    return list(rows.order_by("-is_default", "-added_at", "-id"))


def payout_method(wallet: Wallet) -> PayoutMethod | None:
    """The default, perhaps still waiting for its 72 hours."""
    return PayoutMethod.objects.filter(wallet=wallet, removed_at=None, is_default=True).first()


def is_usable(method: PayoutMethod) -> bool:
    """Kept, and past its 72 hours."""
    return method.removed_at is None and method.usable_at <= timezone.now()


def payout_address(method: PayoutMethod) -> str:
    """The whole address, for whoever makes the transfer: 24 digits, a mailbox, or an account's id."""
    return crypt.decrypt(method.address_encrypted)


def payout_kinds(wallet: Wallet | None = None) -> dict[str, list[str]]:
    """Ways of being paid that are set up, each with its currencies; with a wallet, those that serve the
    country of its tax profile. A RIB can always be paid by hand.
    """
    rails = {name for name, values in settings.PAYOUT_RAILS.items() if all(values.values())}
    if wallet is not None and PayoutMethod.Kind.PAYPAL in rails:
        profile = profile_of(wallet.pk)
        if (profile.country if profile else "MA") not in settings.PAYPAL_PAYOUT_COUNTRIES:
            rails.discard(PayoutMethod.Kind.PAYPAL)
    return {
        name: list(currencies)
        for name, currencies in settings.PAYOUT_CURRENCIES.items()
        if name == PayoutMethod.Kind.RIB or name in rails
    }


def schedule_of(wallet: Wallet) -> PayoutSchedule:
    """The wallet's schedule; the usual one, not yet stored, for a wallet that has none."""
    return getattr(wallet, "payout_schedule", None) or PayoutSchedule(wallet=wallet)
