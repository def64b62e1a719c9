"""Production: every secret is asked for by name, and the start stops when one is missing."""

import os

os.environ.setdefault("LOG_FORMAT", "json")

from influmaroc import env
from influmaroc.settings.base import *
from influmaroc.settings.base import BEHIND_FRONT, SIMPLE_JWT, STORAGES

DEBUG = False
SITE_URL = env.text("SITE_URL").rstrip("/")
SECRET_KEY = env.secret("SECRET_KEY", min_length=50)
SIMPLE_JWT = {**SIMPLE_JWT, "SIGNING_KEY": env.secret("JWT_SIGNING_KEY", min_length=50)}
FIELD_KEYS = env.words("FIELD_KEYS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Transport: TLS ends at the front, and only the front's word about it counts.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_FRONT else None
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
DEVICE_COOKIE_NAME = "__Host-device"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
