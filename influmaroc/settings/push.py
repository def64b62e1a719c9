"""Ringing browsers (Web Push). Without a key of our own nothing is offered."""

from django.core.exceptions import ImproperlyConfigured

from influmaroc import env
from kit import webpush

PUSH_KEY = env.text("VAPID_PRIVATE_KEY", "")
# Whom a push service writes to when something is wrong with us; Apple refuses what is no address.
PUSH_CONTACT = env.text("VAPID_CONTACT", "mailto:tech@influmaroc.example")
# A subscription names the address that is called. Browsers have few services, and nothing else is called:
# names, or ".name" for everything under one.
PUSH_HOSTS = tuple(
    env.words(
        "PUSH_HOSTS",
        "fcm.googleapis.com,.push.services.mozilla.com,.notify.windows.com,.push.apple.com",
    )
)
PUSH_MAY_LOOP = False  # development only: a push service on this machine
if PUSH_KEY:
    try:
        webpush.private_key(PUSH_KEY)
    except ValueError as error:
        raise ImproperlyConfigured(
            "VAPID_PRIVATE_KEY must be 32 bytes in base64url: manage.py vapid_key makes one."
        ) from error
