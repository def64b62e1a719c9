from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from invoicing.models.series import Series
from invoicing.querysets import DocumentQuerySet
from kit.ids import uuid7
from payments.models import Wallet


class Kind(models.TextChoices):
    FEE_BRAND = "fee_brand", pgettext_lazy("document", "Invoice of the fee (brand)")
    FEE_CREATOR = "fee_creator", pgettext_lazy("document", "Invoice of the fee (creator)")
    CREDIT_NOTE = "credit_note", pgettext_lazy("document", "Credit note")
    SELF_BILL = "self_bill", pgettext_lazy("document", "Creator's invoice")
    PLAN = "plan", pgettext_lazy("document", "Invoice of the plan")
    AMOUNT_DUE = "amount_due", pgettext_lazy("document", "Statement of the amount due")
    WITHHOLDING = "withholding", pgettext_lazy("document", "Withholding certificate")
    PAYOUT = "payout", pgettext_lazy("document", "Payout statement")
    MONTHLY = "monthly", pgettext_lazy("document", "Monthly statement")
    YEARLY = "yearly", pgettext_lazy("document", "Yearly statement")


# What a number begins with.
PREFIXES = {
    Kind.FEE_BRAND: "FA",
    Kind.FEE_CREATOR: "FC",
    Kind.PLAN: "FP",
    Kind.CREDIT_NOTE: "AV",
    Kind.SELF_BILL: "AF",
    Kind.AMOUNT_DUE: "ED",
    Kind.WITHHOLDING: "AR",
    Kind.PAYOUT: "RP",
    Kind.MONTHLY: "RM",
    Kind.YEARLY: "RA",
}

# Papers that ask for or show money owed; the others state what happened and go to the tax file.
BILLS = (
    *(Kind.FEE_BRAND, Kind.FEE_CREATOR, Kind.PLAN),
    *(Kind.CREDIT_NOTE, Kind.SELF_BILL, Kind.AMOUNT_DUE),
)
STATEMENTS = (Kind.WITHHOLDING, Kind.PAYOUT, Kind.MONTHLY, Kind.YEARLY)


class Document(models.Model):
    """One paper about money: never changed, never deleted, by nobody (the database refuses).

    `issuer_data` and `recipient_data` are who they were on that day. `content` is all that the paper says:
    lines with their words in three languages, notes, how it was paid. `digest` is the SHA-256 of that, of the
    sums and of the digest before it in the series. `other` is the second party that may read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    series = models.ForeignKey(
        Series, models.PROTECT, related_name="documents", verbose_name=_("series of numbers")
    )
    place = models.PositiveIntegerField(_("place in the series"))
    number = models.CharField(_("number"), max_length=40)
    issued_on = models.DateField(_("issued"))
    language = models.CharField(_("language"), max_length=2)
    recipient = models.ForeignKey(
        Wallet, models.PROTECT, related_name="documents", verbose_name=_("recipient")
    )
    other = models.ForeignKey(
        Wallet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents_shared",
        verbose_name=_("other party"),
    )
    issuer_data = models.JSONField(_("issuer"), encoder=DjangoJSONEncoder)
    recipient_data = models.JSONField(_("recipient's identity"), encoder=DjangoJSONEncoder)
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    net_centimes = models.BigIntegerField(_("without VAT"), default=0)
    vat_centimes = models.BigIntegerField(_("VAT"), default=0)
    total_centimes = models.BigIntegerField(_("total"), default=0)
    withheld_centimes = models.BigIntegerField(_("tax withheld"), default=0)
    period_start = models.DateField(_("from"), null=True, blank=True)
    period_end = models.DateField(_("until"), null=True, blank=True)
    deal_id = models.UUIDField(_("deal"), null=True, blank=True, db_index=True)
    part_id = models.UUIDField(_("escrow part"), null=True, blank=True, db_index=True)
    payout_id = models.UUIDField(_("payout"), null=True, blank=True)
    related = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("takes back"),
    )
    digest = models.CharField(_("digest"), max_length=64)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "place"], name="document_number_once"),
            models.CheckConstraint(condition=Q(place__gt=0), name="document_place_from_one"),
            models.CheckConstraint(
                condition=Q(total_centimes=models.F("net_centimes") + models.F("vat_centimes")),
                name="document_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-issued_on", "-id"], name="document_of_recipient"),
            models.Index(fields=["other", "-issued_on", "-id"], name="document_of_other"),
        ]

    def __str__(self) -> str:
        return self.number


class DocumentFile(models.Model):
    """The PDF of a document in one language: drawn once, then kept as it is, known by its SHA-256."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="files", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=2)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField(_("bytes"))
    size = models.PositiveIntegerField(_("size"))
    drawn_at = models.DateTimeField(_("drawn"), auto_now_add=True)

    class Meta:
        verbose_name = _("document file")
        verbose_name_plural = _("document files")
        constraints = [models.UniqueConstraint(fields=["document", "language"], name="document_file_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.language}"

    @property
    def filename(self) -> str:
        return f"{self.document.number}-{self.language}.pdf"
