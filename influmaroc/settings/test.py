"""The test suite: like development, without anything slow, random or shared between workers."""

import atexit
import shutil
import tempfile

from influmaroc import env
from influmaroc.settings.dev import *
from influmaroc.settings.dev import (
    DATABASES,
    HOUSE_BANK,
    INSTALLED_APPS,
    SANDBOX_GATEWAY,
    STORAGES,
    THROTTLES,
)

DEBUG = False
INSTALLED_APPS = [*INSTALLED_APPS, "allauth.socialaccount.providers.openid_connect"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES = {**STORAGES, "default": _MEMORY, "files": _MEMORY}
FILES_PARTS = tempfile.mkdtemp(prefix="influmaroc-parts-")
atexit.register(shutil.rmtree, FILES_PARTS, ignore_errors=True)
CLAMD_URL = ""
BACKGROUND_INLINE = True
HOUSE_BANK = dict.fromkeys(HOUSE_BANK, "")
PAYMENT_GATEWAYS = {"sandbox": SANDBOX_GATEWAY, "bank": HOUSE_BANK}  # others are turned on by their own tests
PAYOUT_RAILS = {"rib": {"account": "", "holder": ""}}
WHITENOISE_AUTOREFRESH = True  # looks a file up when asked, instead of listing all for every client

# No pool: a test's threads end with the test, and a pool's would keep the test database from being dropped.
# Tests with real transactions empty the tables afterwards; the ledger refuses TRUNCATE to everybody else.
# Two runs on one server each need a TEST_DATABASE_SUFFIX of their own.
_main = DATABASES["default"]
_options = {name: value for name, value in _main["OPTIONS"].items() if name != "pool"}
DATABASES = {
    "default": {
        **_main,
        "OPTIONS": {**_options, "options": "-c ledger.may_truncate=on"},
        "TEST": {"NAME": f"test_{_main['NAME']}{env.text('TEST_DATABASE_SUFFIX', '')}"},
    }
}
THROTTLES = {scope: (1000, window_s) for scope, (_tries, window_s) in THROTTLES.items()}
