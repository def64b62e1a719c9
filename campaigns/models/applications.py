from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign
from campaigns.models.clocks import Timed
from campaigns.querysets import ApplicationQuerySet
from influencers.models import Influencer
from kit.ids import uuid7


class Application(Timed):
    """One influencer's proposal for one campaign. `price_centimes` is the price now on the table, gross."""

    class State(models.TextChoices):
        PENDING = "pending", _("In review")
        SHORTLISTED = "shortlisted", _("Shortlisted")
        OFFERED = "offered", _("Offer")
        COUNTERED = "countered", _("Counter-offer")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Lapsed")

    _EXITS = {State.ACCEPTED, State.REJECTED, State.WITHDRAWN, State.LAPSED}
    MOVES = {
        State.PENDING: {State.SHORTLISTED, State.OFFERED, *_EXITS},
        State.SHORTLISTED: {State.PENDING, State.OFFERED, *_EXITS},
        State.OFFERED: {State.COUNTERED, *_EXITS},
        State.COUNTERED: {State.OFFERED, *_EXITS},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="applications")
    influencer = models.ForeignKey(Influencer, models.PROTECT, related_name="applications")
    pitch = models.TextField(_("pitch"), max_length=600)
    price_centimes = models.PositiveBigIntegerField(_("price"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PENDING)
    answer_note = models.CharField(_("note with the answer"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "influencer"], name="apply_once"),
            models.CheckConstraint(condition=Q(price_centimes__gt=0), name="application_has_a_price"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "pending",
                        "shortlisted",
                        "offered",
                        "countered",
                        "accepted",
                        "rejected",
                        "withdrawn",
                        "lapsed",
                    ]
                ),
                name="application_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state", "-id"], name="application_inbox"),
            models.Index(fields=["influencer", "-id"], name="application_sent"),
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="application_due"),
            models.Index(fields=["warn_at"], condition=~Q(warn_at=None), name="application_warn"),
        ]

    def __str__(self) -> str:
        return f"{self.influencer_id} for {self.campaign_id}"


class Offer(models.Model):
    """One round of negotiation: who names which price. Never edited; the newest one is on the table."""

    class Side(models.TextChoices):
        BRAND = "brand", _("Brand")
        INFLUENCER = "influencer", _("Influencer")

    application = models.ForeignKey(Application, models.CASCADE, related_name="offers")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(_("side"), max_length=12, choices=Side.choices)
    price_centimes = models.PositiveBigIntegerField(_("price"))
    message = models.CharField(_("message"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="offer_number_once"),
            models.CheckConstraint(condition=Q(price_centimes__gt=0), name="offer_has_a_price"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} #{self.number}"
