"""Writes of the notices: telling, choosing, reading, handing out, tidying."""

from notifications.services.choosing import Wish, choose
from notifications.services.devices import add_device, remove_device
from notifications.services.digests import send_next_digest
from notifications.services.keeping import finish_notices, mute_thread, put_back, save_notice
from notifications.services.pushing import claim_push, note_push, ring_bell
from notifications.services.reading import mark_all_read, mark_read, remove_notice
from notifications.services.telling import Message, announce, tell, tell_trial
from notifications.services.texting import claim_text, note_text
from notifications.services.tidying import forget_old_notices

__all__ = [
    "Message",
    "Wish",
    "add_device",
    "announce",
    "choose",
    "claim_push",
    "claim_text",
    "finish_notices",
    "forget_old_notices",
    "mark_all_read",
    "mark_read",
    "mute_thread",
    "note_push",
    "note_text",
    "put_back",
    "remove_device",
    "remove_notice",
    "ring_bell",
    "save_notice",
    "send_next_digest",
    "tell",
    "tell_trial",
]
