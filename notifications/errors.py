"""Why a choice about notices cannot be kept."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class KindFixed(Refusal):
    code = "kind_fixed"
    status = 422
    detail = _(
        "Notices about security and money always arrive on the site and by e-mail, and what asks something "
        "of you always stands on the site."
    )


class PushNotSetUp(Refusal):
    code = "push_not_set_up"
    detail = _("Notifications on devices are not set up here.")


class BadSubscription(Refusal):
    code = "bad_subscription"
    status = 422
    detail = _("No browser that we know gave this subscription. Turn notifications on there again.")


class NoThread(Refusal):
    code = "no_thread"
    detail = _("This notification stands alone: there is nothing to mute.")
