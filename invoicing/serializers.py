"""Papers in JSON: sums as objects, days as ISO, and where each PDF is."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from invoicing.models import STATEMENTS, Document
from invoicing.selectors import LANGUAGES
from kit.api import Sum

PDF_SCHEMA = {
    "type": "object",
    "properties": {language: {"type": "string", "format": "uri"} for language in LANGUAGES},
    "required": list(LANGUAGES),
}


class DocumentSerializer(serializers.ModelSerializer):
    """One line of a list, a credit note's sums negative. `pdf` says where it is in each language."""

    net = Sum(source="net_centimes")
    vat = Sum(source="vat_centimes")
    total = Sum(source="total_centimes")
    withheld = Sum(source="withheld_centimes")
    collaboration = serializers.UUIDField(source="deal_id", allow_null=True)
    takes_back = serializers.UUIDField(source="related_id", allow_null=True)
    pdf = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = [
            *("id", "kind", "number", "issued_on", "language", "net", "vat", "total", "withheld"),
            *("period_start", "period_end", "collaboration", "takes_back", "pdf"),
        ]

    @extend_schema_field(PDF_SCHEMA)
    def get_pdf(self, row: Document) -> dict[str, str]:
        name = "api-tax-document-pdf" if row.kind in STATEMENTS else "api-invoice-pdf"
        url = self.context["request"].build_absolute_uri(reverse(name, args=[row.pk]))
        return {language: f"{url}?language={language}" for language in LANGUAGES}


class DocumentDetailSerializer(DocumentSerializer):
    """With who the parties were, what it says, and the marks that prove it unchanged."""

    issuer = serializers.JSONField(source="issuer_data")
    recipient = serializers.JSONField(source="recipient_data")
    files = serializers.SerializerMethodField()

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "issuer", "recipient", "content", "digest", "files"]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_files(self, row: Document) -> dict[str, str]:
        """The SHA-256 of each PDF that is drawn, by language."""
        return dict(row.files.values_list("language", "sha256"))
