"""The test suite: like development, without anything slow, random or shared between workers."""

from influmaroc.settings.dev import *
from influmaroc.settings.dev import DATABASES

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CELERY_BROKER_URL = "memory://"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BACKGROUND_INLINE = True

# Tests with real transactions empty the tables afterwards; the ledger refuses TRUNCATE to everybody else.
_main = DATABASES["default"]
_options = {**_main["OPTIONS"], "options": "-c ledger.may_truncate=on"}
DATABASES = {"default": {**_main, "OPTIONS": _options}}
