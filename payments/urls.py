"""Routes of payments: pages (under a language prefix) and API (under /api/)."""

from django.urls import path, re_path

from payments import api, views

app_name = "payments"

urlpatterns = [
    path("createur/gains", views.earnings_page, name="earnings"),
    path("createur/gains/rib", views.rib, name="rib"),
    path("createur/gains/virement", views.payout, name="payout"),
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
    path("payments/history", api.PaymentHistory.as_view()),
    path("payments/approvals", api.Approvals.as_view()),
    path("payments/approvals/<uuid:pk>", api.ApprovalDetail.as_view()),
    re_path(
        "^payments/approvals/(?P<pk>[0-9a-f-]{36})/(?P<step>approve|refuse)$", api.ApprovalStep.as_view()
    ),
    path("payments/callbacks/<slug:gateway>", api.ProviderCallback.as_view()),
    path("finances/earnings", api.EarningsView.as_view()),
    path("finances/payout-methods", api.PayoutMethods.as_view()),
    path("finances/request-payout", api.RequestPayout.as_view()),
    path("finances/payouts", api.Payouts.as_view()),
    path("admin/payouts", api.StaffPayouts.as_view()),
    re_path(
        "^admin/payouts/(?P<pk>[0-9a-f-]{36})/(?P<step>approve|send|settle|fail)$", api.PayoutStep.as_view()
    ),
    path("admin/gateways", api.Gateways.as_view()),
    path("admin/gateways/<slug:gateway>", api.GatewaySwitchView.as_view()),
    path("admin/ledger/check", api.LedgerCheck.as_view()),
    path("admin/ledger/books", api.LedgerBooks.as_view()),
]
