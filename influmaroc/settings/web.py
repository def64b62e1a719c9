"""What browsers, other sites and insistent callers are told: policies, origins, limits."""

from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC
from django.core.exceptions import ImproperlyConfigured

from influmaroc import env
from influmaroc.settings.files import FILES_S3
from influmaroc.settings.money import STRIPE_PAGES
from influmaroc.settings.social import SOCIAL_ORIGINS

# Pages show what comes from this origin and run what carries the page's nonce, nothing else: a script that
# somebody managed to store here would not run either. PAYMENT_PAGE_ORIGINS names the providers' pages that a
# payment form leads to: browsers count that redirect as part of the form.
BUCKET = [FILES_S3["origin"]] if FILES_S3["origin"] else []  # pictures and videos that lie in a bucket
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, STRICT_DYNAMIC],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *BUCKET],
        "media-src": [SELF, *BUCKET],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *env.words("PAYMENT_PAGE_ORIGINS", ""), *STRIPE_PAGES, *SOCIAL_ORIGINS],
    }
}
# On every answer, unless a view says something stricter. Passkeys are the one power a page of ours may use.
PROTECTION_HEADERS = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": ", ".join(
        [
            *(f"{power}=()" for power in ("accelerometer", "autoplay", "camera", "display-capture")),
            *(f"{power}=()" for power in ("encrypted-media", "geolocation", "gyroscope", "magnetometer")),
            *(f"{power}=()" for power in ("microphone", "midi", "payment", "picture-in-picture")),
            *(f"{power}=()" for power in ("screen-wake-lock", "serial", "usb", "xr-spatial-tracking")),
            *(f"{power}=(self)" for power in ("publickey-credentials-create", "publickey-credentials-get")),
        ]
    ),
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The API does not lead a caller who forgot TLS on: the token has already been sent in clear. It is refused.
SECURE_REDIRECT_EXEMPT = [r"^(api|auth)/"]

# Other sites whose scripts may read the API, with a token and never with our cookies.
CORS_ALLOWED_ORIGINS = env.words("CORS_ORIGINS", "")
if {"*", "null"} & set(CORS_ALLOWED_ORIGINS):
    raise ImproperlyConfigured("CORS_ORIGINS takes origins such as https://app.example, not * or null.")
CORS_URLS_REGEX = r"^/(api|auth)/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = [
    *("accept", "accept-language", "authorization", "content-type", "idempotency-key"),
    *("if-match", "x-request-id"),
    *("tus-resumable", "upload-checksum", "upload-length", "upload-metadata", "upload-offset"),
]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Idempotent-Replayed", "Location", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
    *("Retry-After", "X-Request-ID"),
    *("Tus-Extension", "Tus-Max-Size", "Tus-Resumable", "Tus-Version"),
    *("Upload-Expires", "Upload-Length", "Upload-Offset"),
]

# Whom to tell about a weakness: /.well-known/security.txt (RFC 9116).
SECURITY_CONTACTS = env.words("SECURITY_CONTACTS", "mailto:security@influmaroc.example")
SECURITY_POLICY_URL = env.text("SECURITY_POLICY_URL", "")

# Staff -----------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": "InfluMaroc",
    "SITE_HEADER": "InfluMaroc",
    "SHOW_LANGUAGES": True,
    "BORDER_RADIUS": "8px",
    "ENVIRONMENT": "influmaroc.see_as.badge",
}
