"""Deliverables: drafts, changes, publications."""

from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import Kind

WORK = {
    "draft_submitted": Kind(
        _("A draft to approve"),
        _(
            "%(influencer)s has sent version %(version)s of %(item)s for “%(campaign)s”. "
            "Without an answer it is approved on %(due)s."
        ),
        "hourglass",
        "primary",
        asks=True,
        is_mailed=True,
    ),
    "changes_requested": Kind(
        _("Changes requested"),
        _(
            "%(brand)s asks for changes to %(item)s for “%(campaign)s”. "
            "A new version is expected before %(due)s."
        ),
        "rotate-ccw",
        "warning",
        asks=True,
        is_mailed=True,
    ),
    "file_refused": Kind(
        _("A file was refused"),
        _("%(file)s, sent for “%(campaign)s”, cannot be used: the page says why. Send another one."),
        "circle-alert",
        "danger",
        is_mailed=True,
    ),
    "draft_approved": Kind(
        _("Draft approved"),
        _(
            "%(brand)s has approved %(item)s for “%(campaign)s”. "
            "The link of the publication is expected before %(due)s."
        ),
        "check",
        "success",
        asks=True,
        is_mailed=True,
    ),
    "draft_approved_alone": Kind(
        _("Draft approved"),
        _(
            "%(item)s for “%(campaign)s” is approved: the brand did not answer in time. "
            "The link of the publication is expected before %(due)s."
        ),
        "check",
        "success",
        asks=True,
        is_mailed=True,
    ),
    "draft_approved_brand": Kind(
        _("Approved without an answer"),
        _("%(item)s for “%(campaign)s” is approved: no answer came in time."),
        "check",
        "info",
        is_mailed=True,
    ),
    "content_published": Kind(
        _("A publication to accept"),
        _(
            "%(influencer)s has published %(item)s for “%(campaign)s”. "
            "Without an answer it is accepted on %(due)s."
        ),
        "external-link",
        "primary",
        asks=True,
        is_mailed=True,
    ),
    "content_accepted": Kind(
        _("Publication accepted"), _("%(item)s for “%(campaign)s” is accepted."), "circle-check", "success"
    ),
    "content_accepted_brand": Kind(
        _("Accepted without an answer"),
        _("%(item)s for “%(campaign)s” is accepted: no answer came in time."),
        "circle-check",
        "info",
        is_mailed=True,
    ),
    "delivery_late_creator": Kind(
        _("Delivery overdue"),
        _(
            "%(item)s for “%(campaign)s” is late. "
            "The brand may cancel now; on %(drop)s it is dropped by itself."
        ),
        "alarm-clock",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    "delivery_late_brand": Kind(
        _("Delivery overdue"),
        _("%(item)s for “%(campaign)s” is late. You may cancel with a full refund, or wait until %(drop)s."),
        "alarm-clock",
        "warning",
        is_mailed=True,
    ),
    "content_dropped": Kind(
        _("Delivery dropped"),
        _("%(item)s for “%(campaign)s” was never delivered. Its part of the price goes back to the brand."),
        "circle-slash",
        is_mailed=True,
    ),
}
