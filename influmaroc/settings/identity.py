"""What Twilio does: codes by SMS, and notices by SMS. What is not set up is not offered."""

from django.core.exceptions import ImproperlyConfigured

from influmaroc import env

TWILIO = {
    "service": env.text("TWILIO_VERIFY_SERVICE", ""),
    "api_key": env.text("TWILIO_API_KEY", ""),
    "api_secret": env.text("TWILIO_API_SECRET", ""),
    "url": env.text("TWILIO_URL", "https://verify.twilio.com").rstrip("/"),
}
if any(TWILIO[name] for name in ("service", "api_key", "api_secret")):
    if not all(TWILIO.values()):
        raise ImproperlyConfigured(
            "Codes by SMS want TWILIO_VERIFY_SERVICE, TWILIO_API_KEY and TWILIO_API_SECRET: set all or none."
        )
    if not env.flag("ALLOW_FOREIGN_TRANSFER"):
        raise ImproperlyConfigured(
            "TWILIO_VERIFY_SERVICE sends telephone numbers abroad. Law 09-08 asks for an authorisation of "
            "the CNDP: set ALLOW_FOREIGN_TRANSFER=yes once you have it."
        )

# Notices by SMS want Twilio's account, and a sender: a number, a registered name, or a service (MG...).
TWILIO_SMS = {
    "account": env.text("TWILIO_ACCOUNT", ""),
    "sender": env.text("TWILIO_SMS_FROM", ""),
    "url": env.text("TWILIO_API_URL", "https://api.twilio.com").rstrip("/"),
}
if TWILIO_SMS["account"] and not (TWILIO_SMS["sender"] and all(TWILIO.values())):
    raise ImproperlyConfigured("TWILIO_ACCOUNT wants TWILIO_SMS_FROM, and all that codes by SMS want.")
