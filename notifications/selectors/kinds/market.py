"""Campaigns and applications: what each side is told before there is a contract."""

from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import Kind

MARKET = {
    "campaign_submitted": Kind(
        _("A campaign to examine"),
        _("%(brand)s sends “%(campaign)s” for approval. An answer is expected before %(due)s."),
        "megaphone",
        asks=True,
    ),
    "campaign_approved": Kind(
        _("Your campaign is online"),
        _("“%(campaign)s” is open: creators can apply."),
        "megaphone",
        "success",
        is_mailed=True,
    ),
    "campaign_rejected": Kind(
        _("Your brief needs a correction"),
        _("“%(campaign)s” can be sent again once it is corrected."),
        "rotate-ccw",
        "warning",
        asks=True,
        is_mailed=True,
    ),
    "campaign_unanswered": Kind(
        _("Your brief was not examined in time"),
        _("“%(campaign)s” is a draft again. Please send it once more; we are sorry for the wait."),
        "rotate-ccw",
        "warning",
        asks=True,
        is_mailed=True,
    ),
    "campaign_changed": Kind(
        _("A campaign you applied to has changed"),
        _("%(brand)s changed “%(campaign)s”. Read it again before going further."),
        "pencil",
        "info",
    ),
    "campaign_started": Kind(
        _("Applications are closed"), _("“%(campaign)s” takes no more applications."), "circle-play"
    ),
    "campaign_reopened": Kind(
        _("A place is free again"), _("“%(campaign)s” takes applications again."), "megaphone"
    ),
    "campaign_completed": Kind(
        _("Campaign completed"),
        _("Every contract of “%(campaign)s” has ended."),
        "circle-check",
        "success",
    ),
    "campaign_closed": Kind(
        _("Campaign closed"),
        _("“%(campaign)s” was closed: nothing was going on any more."),
        "circle-slash",
    ),
    "application_sent": Kind(
        _("New application"),
        _("%(influencer)s applies to “%(campaign)s” for %(price)s."),
        "inbox",
        "primary",
        asks=True,
        is_mailed=True,
    ),
    "application_shortlisted": Kind(
        _("You are on the shortlist"),
        _("%(brand)s keeps your application to “%(campaign)s” on its shortlist."),
        "bookmark",
        "info",
    ),
    "offer_made": Kind(
        _("An offer for you"),
        _("%(brand)s offers %(price)s for “%(campaign)s”. Your answer is expected before %(due)s."),
        "handshake",
        "primary",
        asks=True,
        is_mailed=True,
    ),
    "offer_countered": Kind(
        _("Counter-offer"),
        _("%(influencer)s asks for %(price)s for “%(campaign)s”. Your answer is expected before %(due)s."),
        "handshake",
        "primary",
        asks=True,
        is_mailed=True,
    ),
    "application_accepted": Kind(
        _("Application accepted"),
        _(
            "%(brand)s accepts your application to “%(campaign)s” at %(price)s. "
            "Your signature is expected before %(due)s."
        ),
        "circle-check",
        "success",
        asks=True,
        is_mailed=True,
    ),
    "offer_accepted": Kind(
        _("Offer accepted"),
        _("%(influencer)s accepts %(price)s for “%(campaign)s”. Your signature is expected before %(due)s."),
        "circle-check",
        "success",
        asks=True,
        is_mailed=True,
    ),
    "application_rejected": Kind(
        _("Application declined"),
        _("%(brand)s does not keep your application to “%(campaign)s”."),
        "ban",
        is_mailed=True,
    ),
    "application_withdrawn": Kind(
        _("Application withdrawn"), _("%(influencer)s withdraws from “%(campaign)s”."), "undo-2"
    ),
    "application_lapsed": Kind(
        _("Application lapsed"),
        _("Your application to “%(campaign)s” has lapsed: there was no answer in time."),
        "timer-off",
        is_mailed=True,
    ),
    "application_lapsed_brand": Kind(
        _("Application lapsed"),
        _("The application of %(influencer)s to “%(campaign)s” has lapsed: there was no answer in time."),
        "timer-off",
    ),
    "application_closed": Kind(
        _("Application closed"),
        _("“%(campaign)s” takes no more applications, so yours is closed."),
        "timer-off",
        is_mailed=True,
    ),
}
