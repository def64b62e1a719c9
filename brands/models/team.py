"""The people who act for a company, and those who were asked to."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brands.models.companies import Brand
from brands.querysets import ProposalQuerySet
from kit.ids import uuid7

VALID = timedelta(days=7)


class BrandMember(models.Model):
    """A person's place in a brand. What each role may do is in brands.policies."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        FINANCE = "finance", _("Finance")
        VIEWER = "viewer", _("Viewer")

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["brand", "user"], name="brand_member_once"),
            models.UniqueConstraint(fields=["brand"], condition=Q(role="owner"), name="brand_one_owner"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "manager", "finance", "viewer"]), name="brand_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


def in_a_week() -> datetime:
    """Until when an invitation or an offer may be accepted."""
    return timezone.now() + VALID


class Proposal(models.Model):
    """Something a brand proposes to a person, who says yes or no before a day; it ends once."""

    class End(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
        DECLINED = "declined", pgettext_lazy("invitation", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), default=in_a_week)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end = models.CharField(_("how it ended"), max_length=9, choices=End.choices, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, end="")
                | Q(ended_at__isnull=False, end__in=["accepted", "declined", "withdrawn"]),
                name="%(class)s_end_explained",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()

    @property
    def state(self) -> str:
        """open, expired, or how it ended."""
        return self.end or ("open" if self.is_open else "expired")


class Invitation(Proposal):
    """A link sent to a mailbox: whoever reads it may join. Only the hash of its token is kept."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="invitations", verbose_name=_("brand"))
    email = models.EmailField(_("e-mail address"), max_length=254)
    role = models.CharField(_("role"), max_length=8, choices=BrandMember.Role.choices)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )

    class Meta(Proposal.Meta):
        abstract = False
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["brand", "email"], condition=Q(ended_at=None), name="invitation_one_open"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["manager", "finance", "viewer"]), name="invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.role} {self.made_at:%Y-%m-%d}"


class OwnershipOffer(Proposal):
    """The owner proposes a member to become the owner. Nothing moves before the member accepts."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="ownership_offers", verbose_name=_("brand"))
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("offered to")
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("offered by")
    )

    class Meta(Proposal.Meta):
        abstract = False
        verbose_name = _("offer of ownership")
        verbose_name_plural = _("offers of ownership")
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(fields=["brand"], condition=Q(ended_at=None), name="ownership_one_offer"),
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.to_id}"
