"""The inbox and its settings as pages."""

from notifications.views.inbox import (
    finish,
    inbox,
    log,
    mark_all_read,
    mark_read,
    mute,
    news,
    open_notice,
    put_back,
    remove,
    save,
)
from notifications.views.preferences import preferences, remove_device, sample, service_worker, trial

__all__ = [
    "finish",
    "inbox",
    "log",
    "mark_all_read",
    "mark_read",
    "mute",
    "news",
    "open_notice",
    "preferences",
    "put_back",
    "remove",
    "remove_device",
    "sample",
    "save",
    "service_worker",
    "trial",
]
