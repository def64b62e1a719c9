"""Routes of papers: pages (under a language prefix) and API (under /api/)."""

from django.urls import path

from invoicing import api, views

app_name = "invoicing"

urlpatterns = [
    path("marque/finances/documents", views.brand_documents, name="brand_documents"),
    path("marque/finances/exports", views.brand_exports, name="brand_exports"),
    path("marque/finances/exports/fichier", views.brand_export, name="brand_export"),
    path("createur/documents", views.creator_documents, name="creator_documents"),
    path("createur/documents/mandat", views.mandate, name="mandate"),
    path("createur/documents/exports", views.creator_exports, name="creator_exports"),
    path("createur/documents/exports/fichier", views.creator_export, name="creator_export"),
    path("documents/<uuid:pk>.pdf", views.pdf, name="pdf"),
]
api_urlpatterns = [
    path("payments/invoices", api.Invoices.as_view()),
    path("payments/invoices/<uuid:pk>", api.Invoice.as_view()),
    path("payments/invoices/<uuid:pk>/pdf", api.InvoicePdf.as_view(), name="api-invoice-pdf"),
    path("finances/tax-documents", api.TaxDocuments.as_view()),
    path("finances/tax-documents/<uuid:pk>", api.TaxDocument.as_view()),
    path("finances/tax-documents/<uuid:pk>/pdf", api.TaxDocumentPdf.as_view(), name="api-tax-document-pdf"),
]
