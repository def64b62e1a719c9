"""What each group of staff may do, and nothing more. Rights over other staff belong to superusers alone."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

# Whole names, so that what a group may do can be read here.
GROUPS: dict[str, tuple[str, ...]] = {
    "moderator": (
        *("accounts.view_user", "accounts.suspend_user", "accounts.see_as_user"),
        *("accounts.view_signin", "accounts.view_securityevent", "accounts.view_consent"),
        *("influencers.view_influencer", "influencers.view_socialaccount", "influencers.view_package"),
        *("brands.view_brand", "brands.view_brandmember"),
        *("campaigns.view_campaign", "campaigns.change_campaign", "campaigns.view_application"),
        *("campaigns.view_collaboration", "campaigns.view_deliverable", "campaigns.view_submission"),
        *("campaigns.view_dispute", "campaigns.change_dispute"),
        *("messaging.view_report", "messaging.change_report", "messaging.view_staffreading"),
        *("messaging.view_conversation", "mail.view_letter"),
        *("files.view_file", "files.change_file", "files.open_file", "files.view_access"),
        *("webhooks.view_endpoint", "webhooks.change_endpoint", "webhooks.view_call"),
        "webhooks.view_attempt",
    ),
    "finance": (
        *("payments.view_wallet", "payments.view_walletholder", "payments.view_feeschedule"),
        *("payments.view_escrow", "payments.view_movement", "payments.view_payment"),
        *("payments.view_payout", "payments.change_payout", "payments.view_payoutmethod"),
        *("payments.view_payoutschedule", "payments.view_payoutbatch", "payments.view_payoutline"),
        *("payments.view_refund", "payments.change_refund", "payments.view_providerevent"),
        *("payments.view_escrowpart", "payments.view_chargeback", "payments.change_chargeback"),
        *("payments.view_stripeaccount", "djstripe.view_customer", "djstripe.view_product"),
        *(
            "djstripe.view_price",
            "djstripe.view_subscription",
            "djstripe.view_invoice",
            "djstripe.view_charge",
        ),
        *("payments.view_gatewayswitch", "payments.add_gatewayswitch"),
        *("payments.view_ledgeraccount", "payments.view_ledgertransaction", "payments.view_ledgerentry"),
        *("payments.view_ledgerseal", "payments.view_auditrun", "payments.view_ledgerhold"),
        *("payments.view_ledgercorrection", "payments.change_ledgercorrection"),
        *("payments.view_exchangerate", "payments.view_currencyexchange", "payments.view_spendapproval"),
        *(
            "taxes.view_taxprofile",
            "taxes.change_taxprofile",
            "taxes.view_taxproof",
            "taxes.view_ruleswitch",
            "taxes.view_withholding",
        ),
        *("plans.view_plan", "plans.view_subscription", "plans.view_charge"),
        *("plans.view_cardplan", "plans.view_cardwish", "plans.view_stripeprice"),
        *("plans.view_cardtrouble", "plans.change_cardtrouble"),
        *("treasury.view_statement", "treasury.view_statementline", "treasury.change_statementline"),
        *("treasury.view_match", "treasury.view_providerreport", "treasury.view_reconciliation"),
        *("treasury.view_difference", "treasury.change_difference"),
        *("invoicing.view_document", "invoicing.add_document", "invoicing.view_documentfile"),
        *("invoicing.view_series", "invoicing.view_oweddocument", "invoicing.view_mandate"),
        *("campaigns.view_collaboration", "brands.view_brand", "influencers.view_influencer"),
    ),
}


@transaction.atomic
def set_up_groups() -> None:
    """Make the groups as they stand here; running it again takes away what was added by hand."""
    for name, rights in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(rights))


def _permissions(rights: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for right in rights:
        app, codename = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(wanted).select_related("content_type"))
    known = {f"{one.content_type.app_label}.{one.codename}" for one in found}
    if missing := set(rights) - known:
        raise LookupError(f"no such permissions: {sorted(missing)}")
    return found
