"""A developer's machine: embedded servers, demo logins, fixed secrets that production refuses."""

import os

os.environ.setdefault("SANDBOX_GATEWAY_SECRET", "sandbox-secret-for-development-only")
os.environ.setdefault("SANDBOX_GATEWAY_URL", "http://127.0.0.1:8000/sandbox-bank")

from influmaroc.settings.base import *  # noqa: E402, F403
from influmaroc.settings.base import SIMPLE_JWT

DEBUG = True
DEMO = True
SECRET_KEY = "development-only-secret-key-never-used-in-production-0001"
SIMPLE_JWT = {**SIMPLE_JWT, "SIGNING_KEY": "development-only-token-key-never-used-in-production-0002"}
FIELD_KEYS = ["kMq1nN2s0Jb3m4nYy2W8hQ7v5pE0zR6tXcVbNmAsDfg="]
ALLOWED_HOSTS = ["*"]
WHITENOISE_USE_FINDERS = True
