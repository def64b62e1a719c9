"""Routes of payments: pages (under a language prefix) and API (under /api/)."""

from django.urls import path, re_path

from payments import api, views

app_name = "payments"

urlpatterns = [
    path("createur/gains", views.earnings_page, name="earnings"),
    path("createur/gains/rib", views.rib, name="rib"),
    path("createur/gains/stripe", views.stripe_page, name="stripe"),
    path("createur/gains/stripe/ouvrir", views.stripe_start, name="stripe-start"),
    path("createur/gains/stripe/choisir", views.stripe_use, name="stripe-use"),
    path("createur/gains/stripe/verifier", views.stripe_check, name="stripe-check"),
    path("createur/gains/virement", views.payout, name="payout"),
    path("createur/fiscal", views.creator_tax, name="creator-tax"),
    path("createur/fiscal/justificatif", views.creator_proof, name="creator-tax-proof"),
    path("marque/fiscal/justificatif", views.brand_proof, name="brand-tax-proof"),
    path("marque/fiscal", views.brand_tax, name="brand-tax"),
    path("createur/gains/comptes", views.accounts, name="accounts"),
    path("createur/gains/comptes/paypal", views.paypal, name="paypal"),
    path("createur/gains/comptes/calendrier", views.schedule, name="schedule"),
    path("createur/gains/comptes/<uuid:pk>/principal", views.default, name="default_account"),
    path("createur/gains/comptes/<uuid:pk>/retirer", views.remove, name="remove_account"),
    path("createur/gains/virement/<uuid:pk>/annuler", views.cancel, name="cancel_payout"),
    path("marque/finances", views.history, name="history"),
    path("marque/finances/accords", views.approvals, name="approvals"),
    path("marque/finances/accords/<uuid:pk>", views.approval, name="approval"),
    path("paiement/<uuid:pk>", views.pay, name="pay"),
    path("paiement/retour/<uuid:pk>", views.came_back, name="return"),
    path("paiement/arrivee/<uuid:pk>", views.landing, name="landing"),
]
api_urlpatterns = [
    path("payments/create-payment-intent", api.CreatePaymentIntent.as_view()),
    path("payments/confirm-payment", api.ConfirmPayment.as_view()),
    path("payments/rates", api.Rates.as_view()),
    path("payments/quote", api.Quotes.as_view()),
    path("payments/history", api.PaymentHistory.as_view()),
    path("payments/approvals", api.Approvals.as_view()),
    path("payments/approvals/<uuid:pk>", api.ApprovalDetail.as_view()),
    re_path(
        "^payments/approvals/(?P<pk>[0-9a-f-]{36})/(?P<step>approve|refuse)$", api.ApprovalStep.as_view()
    ),
    path("payments/callbacks/<slug:gateway>", api.ProviderCallback.as_view()),
    path("finances/earnings", api.EarningsView.as_view()),
    path("finances/tax-profile", api.TaxProfileView.as_view()),
    path("finances/tax-profile/proof", api.TaxProofView.as_view()),
    path("finances/payout-methods", api.PayoutMethods.as_view()),
    path("finances/payout-methods/<uuid:pk>", api.PayoutMethodDetail.as_view()),
    path("finances/payout-methods/<uuid:pk>/default", api.DefaultPayoutMethod.as_view()),
    path("finances/payout-schedule", api.PayoutScheduleView.as_view()),
    path("finances/stripe-account", api.StripeAccountView.as_view()),
    path("finances/request-payout", api.RequestPayout.as_view()),
    path("finances/payouts", api.Payouts.as_view()),
    path("finances/payouts/<uuid:pk>", api.PayoutDetail.as_view()),
    path("finances/payouts/<uuid:pk>/cancel", api.CancelPayout.as_view()),
    path("admin/payouts", api.StaffPayouts.as_view()),
    re_path(
        "^admin/payouts/(?P<pk>[0-9a-f-]{36})/(?P<step>approve|send|settle|fail|delay)$",
        api.PayoutStep.as_view(),
    ),
    path("admin/payout-batches", api.PayoutBatches.as_view()),
    re_path(
        "^admin/payout-batches/(?P<pk>[0-9a-f-]{36})/(?P<step>release|send|cancel|settle)$",
        api.BatchStep.as_view(),
    ),
    re_path(
        "^admin/payout-batches/(?P<pk>[0-9a-f-]{36})/file/(?P<layout>csv|pain)$", api.BatchFile.as_view()
    ),
    path("admin/gateways", api.Gateways.as_view()),
    path("admin/gateways/<slug:gateway>", api.GatewaySwitchView.as_view()),
    path("admin/ledger/check", api.LedgerCheck.as_view()),
    path("admin/ledger/books", api.LedgerBooks.as_view()),
    path("admin/ledger/runs", api.AuditRuns.as_view()),
    path("admin/ledger/trial-balance", api.TrialBalances.as_view()),
    path("admin/ledger/trial-balance.csv", api.TrialCsv.as_view()),
    path("admin/ledger/ageing", api.Ageing.as_view()),
    path("admin/ledger/trace", api.Trace.as_view()),
]
