import pytest


@pytest.fixture
def tls(settings):
    """As in production: HSTS is set, and every call of the test client counts as one over TLS."""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SECURE_PROXY_SSL_HEADER = ("REQUEST_METHOD", "GET")
    return settings
