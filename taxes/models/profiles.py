from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from taxes.querysets import ProfileQuerySet


class TaxProfile(models.Model):
    """What a party declared about itself, from a day on. A change is a new row: what was true when money
    moved stays readable. The identifiers of a person are sealed.

    What is declared counts from its first day; `state` says whether staff saw the proof.
    """

    class Status(models.TextChoices):
        UNKNOWN = "unknown", _("Not said yet")
        AUTO_ENTREPRENEUR = "auto_entrepreneur", _("Auto-entrepreneur")
        INDIVIDUAL = "individual", _("Individual with professional income (RNR or RNS)")
        CPU = "cpu", _("Contribution professionnelle unique (CPU)")
        COMPANY = "company", _("Company")
        FOREIGN = "foreign", _("Resident abroad")

    class State(models.TextChoices):
        DECLARED = "declared", _("Declared")
        VERIFIED = "verified", _("Proof seen")
        REFUSED = "refused", _("Proof refused")

    class Turnover(models.TextChoices):
        """A company's last turnover without VAT: what it must withhold hangs on it."""

        SMALL = "small", _("Less than 200 million dirhams")
        FROM_200 = "200", _("200 to 350 million dirhams")
        FROM_350 = "350", _("350 to 500 million dirhams")
        FROM_500 = "500", _("500 million dirhams or more")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    party_id = models.UUIDField(_("party"), db_index=True)
    status = models.CharField(_("tax status"), max_length=20, choices=Status.choices)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    legal_name = models.CharField(_("registered name"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="MA")
    ice = models.CharField("ICE", max_length=15, blank=True)
    rc = models.CharField("RC", max_length=40, blank=True)
    tp_number = models.CharField(_("taxe professionnelle"), max_length=20, blank=True)
    if_sealed = models.TextField(_("identifiant fiscal"), blank=True)
    cnss_sealed = models.TextField("CNSS", blank=True)
    is_vat_liable = models.BooleanField(_("charges VAT"), default=False)
    turnover = models.CharField(
        _("yearly turnover"), max_length=5, choices=Turnover.choices, default=Turnover.SMALL
    )
    regular_until = models.DateField(_("tax-regularity certificate valid until"), null=True, blank=True)
    n_warnings = models.PositiveSmallIntegerField(_("warnings of its end"), default=0, editable=False)
    language = models.CharField(_("language of papers"), max_length=2, default="fr")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DECLARED)
    refusal = models.CharField(_("reason of refusal"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("declared by"),
    )
    made_at = models.DateTimeField(_("declared"), auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tax profile")
        verbose_name_plural = _("tax profiles")
        ordering = ["-starts_on", "-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["unknown", "auto_entrepreneur", "individual", "cpu", "company", "foreign"]
                ),
                name="tax_status_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["declared", "verified", "refused"]), name="tax_profile_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="auto_entrepreneur") | Q(is_vat_liable=False), name="tax_ae_has_no_vat"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(made_by=None) | ~Q(checked_by=F("made_by")),
                name="tax_profile_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.legal_name or self.party_id} ({self.get_status_display()})"
