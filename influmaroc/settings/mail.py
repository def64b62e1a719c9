"""Which way letters leave. A provider abroad is asked for by name, and so is the leave to send data there."""

from django.core.exceptions import ImproperlyConfigured

from influmaroc import env

EMAIL_PROVIDER = env.text("EMAIL_PROVIDER", "smtp")
if EMAIL_PROVIDER not in {"smtp", "ses", "sendgrid"}:
    raise ImproperlyConfigured(f"EMAIL_PROVIDER must be smtp, ses or sendgrid, not {EMAIL_PROVIDER!r}.")
if EMAIL_PROVIDER != "smtp" and not env.flag("ALLOW_FOREIGN_TRANSFER"):
    raise ImproperlyConfigured(
        f"EMAIL_PROVIDER={EMAIL_PROVIDER} sends names and addresses abroad. Law 09-08 asks for an "
        "authorisation of the CNDP: set ALLOW_FOREIGN_TRANSFER=yes once you have it."
    )


def _asked(name: str, provider: str) -> str:
    """Owed by the provider that is chosen; empty for the others."""
    return env.text(name, None if provider == EMAIL_PROVIDER else "")


SES = {
    "region": _asked("SES_REGION", "ses"),
    "access_key_id": _asked("SES_ACCESS_KEY_ID", "ses"),
    "secret_access_key": _asked("SES_SECRET_ACCESS_KEY", "ses"),
    "configuration_set": env.text("SES_CONFIGURATION_SET", ""),
    "topic_arn": env.text("SES_TOPIC_ARN", ""),
    "url": env.text("SES_URL", ""),
}
SENDGRID = {
    "api_key": _asked("SENDGRID_API_KEY", "sendgrid"),
    "event_key": env.text("SENDGRID_EVENT_KEY", ""),
    "url": env.text("SENDGRID_URL", "https://api.sendgrid.com"),
}

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "InfluMaroc <bonjour@influmaroc.test>")
