"""A developer's machine: embedded servers, demo logins, fixed secrets that production refuses."""

import os

from influmaroc import devservers, env

devservers.provide()
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
os.environ.setdefault("SANDBOX_GATEWAY_URL", f"{os.environ['SITE_URL']}/sandbox-bank")
os.environ.setdefault("SANDBOX_GATEWAY_SECRET", "sandbox-secret-for-development-only")
# The pretended CMI of `make run`. Its key and password are known to everybody.
os.environ.setdefault("CMI_URL", f"{os.environ['SITE_URL']}/sandbox-cmi/fim/est3Dgate")
os.environ.setdefault("CMI_API_URL", f"{os.environ['SITE_URL']}/sandbox-cmi/fim/api")
os.environ.setdefault("CMI_CLIENT_ID", "600000001")
os.environ.setdefault("CMI_STORE_KEY", "TESTKEY_for_development_only")
os.environ.setdefault("CMI_API_USER", "sandbox-api")
os.environ.setdefault("CMI_API_PASSWORD", "sandbox-password")
os.environ.setdefault("CMI_LABEL", "CMI")
# The pretended Stripe of `make run`: a test key that the real one does not know.
os.environ.setdefault("STRIPE_API_URL", f"{os.environ['SITE_URL']}/sandbox-stripe")
os.environ.setdefault("STRIPE_SECRET_KEY", "sk_test_sandboxfordevelopmentonly")
os.environ.setdefault("STRIPE_WEBHOOK_SECRET", "whsec_sandboxfordevelopmentonly")
os.environ.setdefault("STRIPE_CONNECT_WEBHOOK_SECRET", "whsec_sandboxforconnectedaccounts")
os.environ.setdefault("PAYPAL_URL", f"{os.environ['SITE_URL']}/sandbox-paypal")
if os.environ["PAYPAL_URL"].endswith("/sandbox-paypal"):  # manage.py sandbox_paypal, not PayPal's own
    os.environ.setdefault("PAYPAL_CLIENT_ID", "paypal-client-for-development-only")
    os.environ.setdefault("PAYPAL_SECRET", "paypal-secret-for-development-only")
    os.environ.setdefault("PAYPAL_WEBHOOK_ID", "WEBHOOKFORDEVELOPMENT")
    os.environ.setdefault("PAYPAL_PAYOUTS", "yes")
    os.environ.setdefault("PAYPAL_PAYOUT_COUNTRIES", "MA,FR,US")
# The house's account that brands transfer to: of nobody.
os.environ.setdefault("HOUSE_BANK_HOLDER", "InfluMaroc Démo (société fictive)")
os.environ.setdefault("HOUSE_BANK_NAME", "Banque Exemple")
os.environ.setdefault("HOUSE_BANK_RIB", "000780000012345678901275")
# Known to everybody: whoever has it may ring nobody but the browsers that subscribed here.
os.environ.setdefault("VAPID_PRIVATE_KEY", "K7NeJt5sdbj1U8wXyP94EgUSzoOiofpM-0RCO40Jjf4")
# Letters are read at /dev/mails; a real server is one variable away.
os.environ.setdefault("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")

from influmaroc.settings.base import *
from influmaroc.settings.base import SIMPLE_JWT, STORAGES
from influmaroc.settings.files import FILES_S3, folder

if env.text("PAYPAL_URL").endswith("/sandbox-paypal"):
    _place = devservers.state_dir() / "paypal"
    PAYPAL_TEST_CERTIFICATES = {"origin": env.text("PAYPAL_URL"), "roots": str(_place / "root.pem")}
DEBUG = env.flag("DEBUG")  # `make run` shows what users see; `make dev` turns it on
DEMO = True
PUSH_MAY_LOOP = True  # a push service on this machine: tests
WEBHOOK_MAY_LOOP = True  # a receiver on this machine: manage.py webhook_receiver
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
MEDIA_ROOT = env.text("MEDIA_ROOT", str(devservers.state_dir() / "media"))
FILES_ROOT = env.text("FILES_ROOT", str(devservers.state_dir() / "files"))
FILES_PARTS = env.text("FILES_PARTS", f"{FILES_ROOT}-parts")
if not FILES_S3["bucket"]:
    STORAGES = {**STORAGES, "files": folder(FILES_ROOT)}
STATIC_ROOT = ""  # nothing is collected here: files are served from where they are written
WHITENOISE_USE_FINDERS = True
