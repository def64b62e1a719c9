from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Move(models.Model):
    """One step in the life of a campaign, application, collaboration or deliverable: the history people read.

    `by` is empty when a deadline did it. `data` holds plain values for the sentence (amounts in centimes).
    """

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="moves")
    collaboration = models.ForeignKey(
        "campaigns.Collaboration", models.CASCADE, null=True, related_name="moves"
    )
    subject = models.CharField(_("subject"), max_length=16)
    subject_id = models.UUIDField()
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["collaboration", "id"], name="move_of_collaboration"),
            models.Index(fields=["campaign", "id"], name="move_of_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.from_state} -> {self.to_state}"
