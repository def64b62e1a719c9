from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.models import Brand
from campaigns.models.clocks import Timed
from campaigns.models.schedules import PaySchedule
from campaigns.querysets import CampaignQuerySet
from kit.ids import uuid7
from kit.morocco import City
from kit.vocabulary import Channel, Format, Niche, Platform, Speech


class Campaign(Timed):
    """What a brand asks for. `budget_centimes` is for creators' prices, before the brand's own fee."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PENDING_APPROVAL = "pending_approval", _("In review")
        REJECTED = "rejected", _("To correct")
        OPEN = "open", _("Open")
        IN_PROGRESS = "in_progress", _("In progress")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {
        State.DRAFT: {State.PENDING_APPROVAL, State.CANCELLED},
        State.PENDING_APPROVAL: {State.OPEN, State.REJECTED, State.DRAFT, State.CANCELLED},
        State.REJECTED: {State.DRAFT, State.PENDING_APPROVAL, State.CANCELLED},
        State.OPEN: {State.IN_PROGRESS, State.CANCELLED},
        # Back to open when a place becomes free before the last day to apply.
        State.IN_PROGRESS: {State.OPEN, State.COMPLETED, State.CANCELLED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="campaigns")
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    objective = models.CharField(_("objective"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    niches = ArrayField(
        models.CharField(max_length=16, choices=Niche.choices),
        verbose_name=_("niches"),
        default=list,
        blank=True,
    )
    platforms = ArrayField(
        models.CharField(max_length=12, choices=Platform.choices),
        verbose_name=_("platforms"),
        default=list,
        blank=True,
    )
    cities = ArrayField(
        models.CharField(max_length=24, choices=City.choices),
        verbose_name=_("cities"),
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=4, choices=Speech.choices),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    min_followers = models.PositiveIntegerField(_("followers at least"), default=0)
    do = ArrayField(models.CharField(max_length=200), verbose_name=_("to do"), default=list, blank=True)
    dont = ArrayField(models.CharField(max_length=200), verbose_name=_("not to do"), default=list, blank=True)
    budget_centimes = models.PositiveBigIntegerField(_("budget"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    places = models.PositiveSmallIntegerField(_("places"), default=1, validators=[MinValueValidator(1)])
    application_deadline = models.DateField(_("applications until"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    usage_channels = ArrayField(
        models.CharField(max_length=10, choices=Channel.choices),
        verbose_name=_("where it may be used again"),
        default=list,
        blank=True,
    )
    usage_months = models.PositiveSmallIntegerField(_("months of rights"), default=0)
    usage_paid_ads = models.BooleanField(_("paid ads"), default=False)
    revisions = models.PositiveSmallIntegerField(_("revisions"), default=1)
    pay_schedule = models.CharField(
        _("payment"), max_length=10, choices=PaySchedule.choices, default=PaySchedule.WHOLE
    )
    picture = models.CharField(
        _("drawing"), max_length=40, blank=True, help_text=_("stand-in picture of demo data")
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    rejection_reason = models.TextField(_("what to correct"), max_length=1000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "pending_approval",
                        "rejected",
                        "open",
                        "in_progress",
                        "completed",
                        "cancelled",
                    ]
                ),
                name="campaign_state_known",
            ),
            models.CheckConstraint(condition=Q(places__gt=0), name="campaign_has_places"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="open"), name="campaign_open"),
            models.Index(fields=["brand", "state", "-id"], name="campaign_of_brand"),
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="campaign_due"),
            models.Index(fields=["warn_at"], condition=~Q(warn_at=None), name="campaign_warn"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def pay_centimes(self) -> int:
        """What one place is worth, gross: the budget over the places, in whole dirhams. A guide only."""
        budget = self.budget_centimes or 0
        return budget // (self.places or 1) // 100 * 100 or budget


class Requirement(models.Model):
    """One structured deliverable of a brief."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField(default=0)
    platform = models.CharField(_("platform"), max_length=12, choices=Platform.choices)
    format = models.CharField(_("format"), max_length=12, choices=Format.choices)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    notes = models.CharField(_("notes"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="requirement_quantity")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.platform} {self.format}"
