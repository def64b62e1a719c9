"""Who may do what with money. Doors hide what is not allowed; services insist with kit.errors.ensure()."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from payments.models import Payout, Wallet, WalletHolder


def may_see(user: Any, wallet: Wallet) -> bool:
    """Every holder looks into the wallet."""
    return WalletHolder.objects.filter(wallet=wallet, user=user).exists()


def may_move(user: Any, wallet: Wallet) -> bool:
    """Pay from it, ask for a transfer, change its RIB."""
    return WalletHolder.objects.filter(wallet=wallet, user=user, may_pay=True).exists()


def may_run_payouts(user: Any, payout: Payout) -> bool:
    """Staff with the right, and never on a wallet of their own."""
    return bool(
        user.is_active
        and user.is_staff
        and user.has_perm("payments.change_payout")
        and not may_see(user, payout.wallet)
    )


def may_run_all(user: Any, payouts: Iterable[Payout]) -> bool:
    """The same of many at once. One query."""
    wallets = {payout.wallet_id for payout in payouts}
    own = WalletHolder.objects.filter(wallet__in=wallets, user=user)
    return may_build_batches(user) and not own.exists()


def may_build_batches(user: Any) -> bool:
    """Staff with the right; what lies in a batch is asked line by line."""
    return bool(user.is_active and user.is_staff and user.has_perm("payments.change_payout"))


def needs_second_person(payout: Payout) -> bool:
    return payout.amount_centimes >= settings.PAYOUT_SECOND_PERSON_CENTIMES


def may_send(user: Any, payout: Payout) -> bool:
    """Above the limit the sender is somebody else than the approver."""
    return not (needs_second_person(payout) and payout.approved_by_id == user.pk)


def may_approve_itself(payout: Payout) -> bool:
    """Automatic, not above the limit, and to an account where one of ours has arrived before."""
    is_small = payout.amount_centimes <= settings.PAYOUT_AUTO_APPROVE_CENTIMES
    is_known = Payout.objects.filter(method_id=payout.method_id, state=Payout.State.PAID).exists()
    return bool(payout.period) and is_small and is_known and not needs_second_person(payout)


def may_audit(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("payments.view_ledgertransaction"))


def may_retry_refunds(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("payments.change_refund"))


def may_set_fees(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("payments.add_feeschedule"))


def may_settle_chargebacks(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("payments.change_chargeback"))


def may_switch_gateways(user: Any) -> bool:
    """Close a way of paying to new payments, and open it again."""
    return bool(user.is_active and user.is_staff and user.has_perm("payments.add_gatewayswitch"))


def may_see_gateways(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("payments.view_gatewayswitch"))


def may_correct(user: Any) -> bool:
    """Propose and approve corrections of the ledger, lift a hold: never both by the same person."""
    return bool(user.is_active and user.is_staff and user.has_perm("payments.change_ledgercorrection"))
