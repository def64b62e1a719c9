from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RuleSwitch(models.Model):
    """Staff turn a rule on or off from a day on, with a reason and a second person. Added, never edited.

    What a rule says stands in the code with its source (taxes.selectors.rules); without a switch it is as the
    code has it: uncertain ones are off.
    """

    code = models.CharField(_("rule"), max_length=40)
    is_on = models.BooleanField(_("applies"))
    starts_on = models.DateField(_("from"))
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    made_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("switch of a tax rule")
        verbose_name_plural = _("switches of tax rules")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")), name="tax_switch_two_people"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="tax_switch_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {'on' if self.is_on else 'off'} {self.starts_on}"
