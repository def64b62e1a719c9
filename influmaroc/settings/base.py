"""What every place shares. Values come from the environment through influmaroc.env."""

from pathlib import Path

from influmaroc import env, logs, schedule, stores
from influmaroc.settings.api import *
from influmaroc.settings.files import *
from influmaroc.settings.identity import *
from influmaroc.settings.mail import *
from influmaroc.settings.money import *
from influmaroc.settings.money import STRIPE
from influmaroc.settings.papers import *
from influmaroc.settings.push import *
from influmaroc.settings.social import *
from influmaroc.settings.social import SOCIAL_APPS
from influmaroc.settings.talk import *
from influmaroc.settings.web import *
from influmaroc.settings.webhooks import *
from influmaroc.settings.webhooks import WEBHOOK_THROTTLES

BASE_DIR = Path(__file__).resolve().parent.parent.parent
ROOT_URLCONF = "influmaroc.urls"
WSGI_APPLICATION = "influmaroc.wsgi.application"
ASGI_APPLICATION = "influmaroc.asgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
DEMO = False
BEHIND_FRONT = env.flag("BEHIND_FRONT")  # True when only the front can reach this server

FIRST_PARTY_APPS = [
    "events",
    "mail",
    "accounts",
    "files",
    "taxes",
    "payments",
    "messaging",
    "treasury",
    "plans",
    "invoicing",
    "influencers",
    "brands",
    "campaigns",
    "notifications",
    "webhooks",
    "privacy",
]
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "django_htmx",
    "template_partials",
    "csp",
    "corsheaders",
    "django_linear_migrations",
    "influmaroc.stripe_mirror.apps.StripeMirror",
    *SOCIAL_APPS,
    "kit",
    "influmaroc",
    *FIRST_PARTY_APPS,
]

MIDDLEWARE = [
    "kit.middleware.RequestId",
    "influmaroc.protection.Headers",
    "influmaroc.protection.Policy",
    "influmaroc.protection.Limits",
    "influmaroc.health.Health",
    "influmaroc.front.ClientAddress",
    "influmaroc.front.StoreGone",
    "influmaroc.front.RightAddress",
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "influmaroc.sign_ins.SignIns",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "influmaroc.see_as.SeeAs",
    "kit.middleware.Refusals",
    "influmaroc.leaving.Leavers",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "influmaroc.shell.shell",
            ],
            "builtins": ["kit.templatetags.im", "template_partials.templatetags.partials"],
        },
    }
]

# Stripe's mirror -------------------------------------------------------------
# dj-stripe's own migrations take minutes; they are one here. Made again when it is upgraded (docs/money.md).
MIGRATION_MODULES = {"djstripe": "influmaroc.stripe_mirror.migrations"}
DJSTRIPE_FOREIGN_KEY_TO_FIELD = "id"
DJSTRIPE_USE_NATIVE_JSONFIELD = True
STRIPE_SECRET_KEY = STRIPE["key"]
STRIPE_LIVE_MODE = STRIPE["key"].startswith(("sk_live_", "rk_live_"))

# Stores ----------------------------------------------------------------------
DATABASES = {"default": stores.database()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": stores.redis(1)}}
LIVE_URL = stores.redis(2)  # what pages hear between two requests: kit.hub
WEBSOCKET_WORKERS = env.number("WEBSOCKET_WORKERS", 2)
LIVE_TABS = max(1, 20 // WEBSOCKET_WORKERS)  # of one person, in each process: twenty together
# At once in each process, then a minute in all of them; see influmaroc.calls.
SOCKET_CALLS = {"person": (40, 30), "address": (600, 600)}

VALKEY_URL = stores.redis(0)

# Background work -------------------------------------------------------------
CELERY_BROKER_URL = stores.redis(3, celery=True)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY = False
# A file that was just sent does not wait behind the sweep: only its preparation has a queue of its own.
CELERY_TASK_ROUTES = {"files.tasks.process_files": {"queue": "files"}}
BACKGROUND_INLINE = False  # kit.background: True runs pushes and doorbells in the caller (tests)
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # workers log as LOGGING says, cleaned like the rest
CELERY_BEAT_SCHEDULE = schedule.SCHEDULE
CELERY_BEAT_SCHEDULER = "influmaroc.beat.Steady"  # remembers nothing: no file to share or to corrupt

# Language and time -----------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
LANGUAGE_COOKIE_NAME = "language"

# Static files ----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = str(BASE_DIR / "staticroot")
STATICFILES_DIRS = [
    (prefix, BASE_DIR / "static" / place)
    for prefix, place in [("build", "dist"), ("img", "img")]
    if (BASE_DIR / "static" / place).exists()
]
# Names with a hash never change their content: Vite's, and those of the manifest storage in production.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/build/assets/|\.[0-9a-f]{12}\."

# Pictures that people upload: on this disk, or wherever STORAGES says; influmaroc.media hands them out.
MEDIA_URL = "/media/"
MEDIA_ROOT = env.text("MEDIA_ROOT", str(BASE_DIR / "media"))

# Identity --------------------------------------------------------------------
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
# Whether somebody may come in is for accounts.services: a suspended person who knows the password is told so.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.AllowAllUsersModelBackend"]
PASSWORD_HASHERS = [
    "kit.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kit.passwords.GuessableValidator"},
]
_COUNTRIES = "node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb"
COUNTRIES_FILE = env.text("COUNTRIES_FILE", str(BASE_DIR / _COUNTRIES))  # see kit.places
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
DEVICE_COOKIE_NAME = "device"
DEVICE_COOKIE_AGE = 400 * 24 * 3600  # the longest that browsers keep one
THROTTLES = {  # scope: (tries, seconds); see kit.throttle.
    "login": (10, 15 * 60),
    "login-account": (100, 3600),
    "register": (60, 3600),
    "notice-trial": (10, 3600),
    "password-change": (10, 15 * 60),
    "user-search": (60, 60),
    "picture": (20, 3600),
    "proof": (10, 15 * 60),
    "second-step": (5, 600),
    "code-address": (10, 3600),
    "code-letter": (10, 3600),
    "code-ip": (60, 15 * 60),
    "passkey-login": (30, 15 * 60),
    "apply": (30, 24 * 3600),
    "message": (60, 60),
    "first-contact": (20, 24 * 3600),
    "report": (20, 24 * 3600),
    "quote": (120, 60),
    "sms-number": (5, 24 * 3600),
    "sms-person": (5, 3600),
    "sms-ip": (20, 3600),
    "export": (3, 24 * 3600),
    "privacy-request": (5, 24 * 3600),
    "reset-address": (3, 3600),
    "reset-ip": (30, 3600),
    "reset-token": (60, 15 * 60),
    "team-brand": (40, 24 * 3600),
    "team-address": (5, 24 * 3600),
    "paypal-certificate": (30, 60),
    "upload": (60, 3600),
    "upload-piece": (1200, 3600),
    **WEBHOOK_THROTTLES,
}
# Counted by an address, or for everybody.
SHARED_THROTTLES = {"login-account", "code-address", "reset-address", "team-address", "paypal-certificate"}
CODE_FREE_DOMAINS: list[str] = []  # addresses where no code by e-mail would arrive: the demo's
# The versions in force of what people agree to. Whoever agreed to an older one is asked again, on every page.
CONSENT_VERSIONS = {"terms": "2026-07", "privacy": "2026-07", "news": "2026-07"}
CSRF_FAILURE_VIEW = "influmaroc.views.csrf_failure"

# Logs ------------------------------------------------------------------------
LOGGING = logs.settings(form=env.text("LOG_FORMAT", "plain"), level=env.text("LOG_LEVEL", "INFO"))
DEFAULT_EXCEPTION_REPORTER_FILTER = "influmaroc.logs.Reports"
