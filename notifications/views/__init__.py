"""The inbox and its settings as pages."""

from notifications.views.inbox import inbox, log, mark_all_read, mark_read, news, open_notice, remove
from notifications.views.preferences import preferences, remove_device, sample, service_worker, trial

__all__ = [
    "inbox",
    "log",
    "mark_all_read",
    "mark_read",
    "news",
    "open_notice",
    "preferences",
    "remove",
    "remove_device",
    "sample",
    "service_worker",
    "trial",
]
