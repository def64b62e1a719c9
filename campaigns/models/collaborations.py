from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.models import Brand
from campaigns.models.applications import Application
from campaigns.models.campaigns import Campaign
from campaigns.models.clocks import Timed
from campaigns.querysets import CollaborationQuerySet
from influencers.models import Influencer
from kit.ids import uuid7
from payments.models import Escrow


class Collaboration(Timed):
    """Frozen terms between one brand and one influencer (screen word: contrat), with their money.

    `terms` is the agreed content, `terms_text` its canonical text, `terms_hash` the SHA-256 of that text;
    both are written once, when the application is accepted, and are what both sides sign.
    """

    class State(models.TextChoices):
        AGREED = "agreed", _("To sign")
        SIGNED = "signed", _("Signed")
        FUNDED = "funded", _("Funds secured")
        ACTIVE = "active", _("In progress")
        COMPLETED = "completed", _("Completed")
        LAPSED = "lapsed", _("Lapsed")
        CANCELLED = "cancelled", _("Cancelled")
        DISPUTED = "disputed", _("In dispute")
        DECIDED = "decided", _("Decided")
        REFUNDED = "refunded", _("Refunded")

    MOVES = {
        State.AGREED: {State.SIGNED, State.LAPSED, State.CANCELLED},
        State.SIGNED: {State.FUNDED, State.LAPSED, State.CANCELLED},
        State.FUNDED: {State.ACTIVE, State.CANCELLED, State.REFUNDED, State.DISPUTED},
        State.ACTIVE: {State.COMPLETED, State.CANCELLED, State.REFUNDED, State.DISPUTED},
        # Refunded: a bank took the payment back for good before anybody decided.
        State.DISPUTED: {State.DECIDED, State.REFUNDED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="collaborations")
    application = models.OneToOneField(Application, models.PROTECT, related_name="collaboration")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="collaborations")
    influencer = models.ForeignKey(Influencer, models.PROTECT, related_name="collaborations")
    escrow = models.OneToOneField(Escrow, models.PROTECT, related_name="collaboration")
    price_centimes = models.PositiveBigIntegerField(_("price"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    revisions = models.PositiveSmallIntegerField(_("revisions"))
    terms = models.JSONField(_("terms"))
    terms_text = models.TextField(_("terms, canonical text"))
    terms_hash = models.CharField(_("SHA-256 of the terms"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.AGREED)
    end_reason = models.CharField(_("how it ended"), max_length=300, blank=True)
    agreed_at = models.DateTimeField(_("agreed"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    settled_centimes = models.PositiveBigIntegerField(
        _("the influencer's part in the end"),
        null=True,
        blank=True,
        help_text=_("gross; empty while it lasts"),
    )

    objects = CollaborationQuerySet.as_manager()

    class Meta:
        verbose_name = _("collaboration")
        verbose_name_plural = _("collaborations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "agreed",
                        "signed",
                        "funded",
                        "active",
                        "completed",
                        "lapsed",
                        "cancelled",
                        "disputed",
                        "decided",
                        "refunded",
                    ]
                ),
                name="collaboration_state_known",
            )
        ]
        indexes = [
            models.Index(fields=["brand", "state", "-id"], name="collab_of_brand"),
            models.Index(fields=["influencer", "state", "-id"], name="collab_of_influencer"),
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="collab_due"),
            models.Index(fields=["warn_at"], condition=~Q(warn_at=None), name="collab_warn"),
        ]

    def __str__(self) -> str:
        return self.number


class Signature(models.Model):
    """A simple electronic signature (law 43-20): who, when, from where, over which hash."""

    class Side(models.TextChoices):
        BRAND = "brand", _("Brand")
        INFLUENCER = "influencer", _("Influencer")

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="signatures")
    side = models.CharField(_("side"), max_length=12, choices=Side.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("name as signed"), max_length=120)
    email = models.EmailField(_("e-mail at the time"))
    terms_hash = models.CharField(_("hash signed"), max_length=64)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("signed"), auto_now_add=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint(fields=["collaboration", "side"], name="sign_once_a_side")]

    def __str__(self) -> str:
        return f"{self.side} {self.name}"


class Dispute(models.Model):
    """A disagreement: the money is frozen until staff decide the influencer's share of the price.

    `default_centimes` is what silence decides: the cancellation table at the moment the dispute was opened.
    """

    collaboration = models.OneToOneField(Collaboration, models.PROTECT, related_name="dispute")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    side = models.CharField(_("opened by"), max_length=12, choices=Signature.Side.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    influencer_bps = models.PositiveSmallIntegerField(
        _("influencer's share of the price"), null=True, blank=True
    )
    default_centimes = models.PositiveBigIntegerField(
        _("the influencer's part without a decision"), default=0
    )
    influencer_centimes = models.PositiveBigIntegerField(
        _("the influencer's part as decided"), null=True, blank=True
    )
    decision = models.TextField(_("decision"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(
                condition=Q(influencer_bps=None) | Q(influencer_bps__lte=10_000),
                name="dispute_share_is_a_share",
            )
        ]

    def __str__(self) -> str:
        return str(self.collaboration)

    @property
    def target(self) -> str:
        """What its evidence is put on."""
        return f"evidence:{self.pk}"

    @property
    def matter(self) -> str:
        """What staff read the conversation for."""
        return f"dispute:{self.pk}"
