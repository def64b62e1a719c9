"""Other programs that are told what happens, and cannot be reached."""

from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import Kind

MACHINES = {
    "webhook_disabled": Kind(
        _("A webhook is switched off"),
        _(
            "%(host)s is told nothing any more, because it did not take our calls. Put it right, then switch "
            "it on: what was waiting is sent."
        ),
        "webhook",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    "webhook_disabled_staff": Kind(
        _("A webhook is switched off"),
        _("InfluMaroc has switched off the calls to %(host)s. Write to us if you do not know why."),
        "webhook",
        "danger",
        is_mailed=True,
    ),
}
