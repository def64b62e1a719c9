"""Production's settings on a loopback port: no TLS in front, no collected static files."""

from influmaroc.settings.prod import *  # noqa: F403 - as the settings of every other place
from influmaroc.settings.prod import STORAGES

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
