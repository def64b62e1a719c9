"""Creators' accounts at Stripe (Connect). Stripe asks for papers and bank account on its own pages."""

from typing import Any

import stripe
from django.conf import settings

from payments import services
from payments.errors import GatewayNotConfigured, ProviderRefused
from payments.gateways.stripe_client import client, outcome_known
from payments.models import StripeAccount
from payments.selectors import configured_gateways

# Express: Stripe's own dashboard and papers, our fees and risk.
CONTROLLER = {
    "stripe_dashboard": {"type": "express"},
    "fees": {"payer": "application"},
    "losses": {"payments": "application"},
    "requirement_collection": "stripe",
}


def onboarding_url(account: StripeAccount, *, back: str) -> str:
    """A page of Stripe's, good once and for minutes; from there people come `back`, finished or not.

    Raises GatewayUnreachable, GatewayNotConfigured, ProviderRefused.
    """
    speak = _client()
    try:
        with outcome_known():
            account_id = account.account_id or _opened(speak, account)
            link = speak.account_links.create(
                {
                    "account": account_id,
                    "type": "account_onboarding",
                    "refresh_url": back,
                    "return_url": back,
                    "collection_options": {"fields": "eventually_due"},
                }
            )
    except stripe.InvalidRequestError as error:
        raise ProviderRefused(gateway="stripe", reason=error.code or "") from error
    return str(link.url)


def read_account(account_id: str) -> str:
    """Ask Stripe about an account and keep the answer; the state it has now. Raises GatewayUnreachable."""
    speak = _client()
    with outcome_known():
        said = speak.accounts.retrieve(account_id)
    return services.note_stripe_account(account_id=account_id, news=news_of(said.to_dict()))


def news_of(said: dict[str, Any]) -> services.AccountNews:
    """Stripe's account in our words."""
    wanted = said.get("requirements") or {}
    due = dict.fromkeys([*(wanted.get("past_due") or []), *(wanted.get("currently_due") or [])])
    return services.AccountNews(
        account_id=said["id"],
        may_receive=(said.get("capabilities") or {}).get("transfers") == "active",
        pays_out=bool(said.get("payouts_enabled")),
        is_complete=bool(said.get("details_submitted")),
        due=tuple(due),
        disabled_reason=wanted.get("disabled_reason") or "",
    )


def _opened(speak: Any, account: StripeAccount) -> str:
    """A new account at Stripe, kept at once. Asked again with the same country, it is the same one."""
    asked = {
        "country": account.country,
        "controller": CONTROLLER,
        "capabilities": {"transfers": {"requested": True}},
        "metadata": {"account": str(account.pk), "wallet": str(account.wallet_id)},
    }
    key = f"account-{account.pk}-{account.country}"
    said = speak.accounts.create(asked, {"idempotency_key": key}).to_dict()
    services.note_stripe_account(account_id=said["id"], news=news_of(said), pk=account.pk)
    return str(said["id"])


def _client() -> Any:
    if "stripe" not in configured_gateways():  # closed to new payments or not: people are paid there
        raise GatewayNotConfigured(gateway="stripe")
    return client(settings.PAYMENT_GATEWAYS["stripe"]).v1
