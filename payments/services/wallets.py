from typing import Any

from django.db import transaction

from payments.models import Wallet, WalletHolder


@transaction.atomic
def open_wallet(*, kind: str, name: str, holder: Any) -> Wallet:
    """A wallet for a new brand or influencer; its first holder may move its money."""
    wallet = Wallet.objects.create(kind=kind, name=name[:160])
    set_holder(wallet=wallet, user=holder, may_pay=True)
    return wallet


@transaction.atomic
def set_brand_fee(*, wallet: Wallet, brand_fee_bps: int | None) -> None:
    """The fee on top that a brand's new escrows freeze; None for the general rate. Open ones keep theirs."""
    Wallet.objects.filter(pk=wallet.pk).update(brand_fee_bps=brand_fee_bps)
    wallet.brand_fee_bps = brand_fee_bps


@transaction.atomic
def set_holder(*, wallet: Wallet, user: Any, may_pay: bool) -> WalletHolder:
    """Let a person look into a wallet, and perhaps move its money; called again, it changes the right."""
    holder, _ = WalletHolder.objects.update_or_create(wallet=wallet, user=user, defaults={"may_pay": may_pay})
    return holder


@transaction.atomic
def remove_holder(*, wallet: Wallet, user: Any) -> None:
    """Take a person's view of a wallet away; nothing happens when there was none."""
    WalletHolder.objects.filter(wallet=wallet, user=user).delete()
