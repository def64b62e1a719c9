"""A developer's machine: embedded servers, demo logins, fixed secrets that production refuses."""

import os

from influmaroc import devservers, env

devservers.provide()
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
os.environ.setdefault("SANDBOX_GATEWAY_URL", f"{os.environ['SITE_URL']}/sandbox-bank")
os.environ.setdefault("SANDBOX_GATEWAY_SECRET", "sandbox-secret-for-development-only")
# Letters are read at /dev/mails; a real server is one variable away.
os.environ.setdefault("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")

from influmaroc.settings.base import *
from influmaroc.settings.base import SIMPLE_JWT

DEBUG = env.flag("DEBUG")  # `make run` shows what users see; `make dev` turns it on
DEMO = True
PLATFORM_IDENTITY = {  # of nobody: no such company exists, and the ICE is not one
    "legal_name": "InfluMaroc Démo (société fictive)",
    "address": "0, rue Exemple",
    "city": "Casablanca",
    "country": "MA",
    "ice": "000000000000000",
    "if_number": "00000000",
    "rc": "Casablanca 000000",
    "tp_number": "00000000",
    "cnss": "0000000",
    "capital": "",
    "email": "",
}
FX_MAX_AGE_DAYS = 400  # the demo's rates are entered once
CODE_FREE_DOMAINS = ["demo.influmaroc.test"]
SECRET_KEY = "development-only-secret-key-never-used-in-production-0001"
SIMPLE_JWT = {**SIMPLE_JWT, "SIGNING_KEY": "development-only-token-key-never-used-in-production-0002"}
FIELD_KEYS = ["kMq1nN2s0Jb3m4nYy2W8hQ7v5pE0zR6tXcVbNmAsDfg="]
# This machine only: a page from elsewhere whose name is made to point here (DNS rebinding) gets nothing.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.words("ALLOWED_HOSTS", "")]
MEDIA_ROOT = str(devservers.state_dir() / "media")
STATIC_ROOT = ""  # nothing is collected here: files are served from where they are written
WHITENOISE_USE_FINDERS = True
