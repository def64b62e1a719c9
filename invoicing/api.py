"""The caller's papers over the API: lists, one with all it says, and its PDF in each language."""

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django_filters import ChoiceFilter, FilterSet, NumberFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from invoicing.models import BILLS, STATEMENTS, Document, Kind
from invoicing.selectors import LANGUAGES
from invoicing.serializers import DocumentDetailSerializer, DocumentSerializer
from invoicing.services import fetch_file
from kit.downloads import download
from kit.paging import CursorPages


class Newest(CursorPages):
    ordering = ("-issued_on", "-id")


class DocumentFilter(FilterSet):
    """Years and months that no date has are refused: the lookup itself would fail on them."""

    year = NumberFilter(field_name="issued_on", lookup_expr="year", min_value=MINYEAR, max_value=MAXYEAR)
    month = NumberFilter(field_name="issued_on", lookup_expr="month", min_value=1, max_value=12)


class InvoiceFilter(DocumentFilter):
    kind = ChoiceFilter(choices=[(kind.value, kind.value) for kind in BILLS])


class TaxDocumentFilter(DocumentFilter):
    kind = ChoiceFilter(choices=[(kind.value, kind.value) for kind in STATEMENTS])


def visible(user: Any, kinds: Sequence[Kind]) -> Any:
    return Document.objects.visible_to(user).filter(kind__in=kinds)


class Invoices(generics.ListAPIView):
    """Invoices of fees, creators' invoices, credit notes and statements of amounts due, newest first."""

    serializer_class = DocumentSerializer
    pagination_class = Newest
    filterset_class = InvoiceFilter
    queryset = Document.objects.none()
    kinds: Sequence[Kind] = BILLS

    def get_queryset(self) -> Any:
        rows = visible(self.request.user, self.kinds)
        return rows.defer("content", "issuer_data", "recipient_data")


class TaxDocuments(Invoices):
    """Withholding certificates, payout statements, monthly and yearly statements, newest first."""

    filterset_class = TaxDocumentFilter
    kinds = STATEMENTS


class Invoice(generics.RetrieveAPIView):
    """One paper with all it says. 404 for whoever is not of its parties."""

    serializer_class = DocumentDetailSerializer
    queryset = Document.objects.none()
    kinds: Sequence[Kind] = BILLS

    def get_queryset(self) -> Any:
        return visible(self.request.user, self.kinds)


class TaxDocument(Invoice):
    kinds = STATEMENTS


class AnyKind(BaseContentNegotiation):
    """A PDF is a PDF, whatever the caller would rather have; refusals are JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class InvoicePdf(APIView):
    """The bytes that were issued. Without `language` in the recipient's own."""

    content_negotiation_class = AnyKind

    @extend_schema(
        parameters=[OpenApiParameter("language", str, enum=list(LANGUAGES))],
        responses={(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        language = request.query_params.get("language", "")
        file = fetch_file(document_id=pk, language=language, by=request.user)
        return download(bytes(file.content), "application/pdf", file.filename)


class TaxDocumentPdf(InvoicePdf):
    """The same for certificates and statements."""
