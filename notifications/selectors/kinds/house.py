"""What the house says by itself: the staff in their own words, and a trial."""

from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import Kind

HOUSE = {
    # What staff write themselves, in each language: data["words"] = {"fr": ..., "ar": ..., "en": ...}.
    "announcement": Kind(_("News from InfluMaroc"), "%(words)s", "megaphone", "info"),
    "trial": Kind(
        _("A trial"),
        _("You asked for a trial: this is how a notification reaches you."),
        "bell",
        "info",
        is_trial=True,
    ),
}
