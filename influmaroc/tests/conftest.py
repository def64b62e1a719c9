import tempfile
from pathlib import Path

import pytest

from influmaroc.tests.processes import Programs


@pytest.fixture
def tls(settings):
    """As in production: HSTS is set, and every call of the test client counts as one over TLS."""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SECURE_PROXY_SSL_HEADER = ("REQUEST_METHOD", "GET")
    return settings


@pytest.fixture
def programs(db):
    """The stack's own programs on the tests' database; none is left running."""
    with tempfile.TemporaryDirectory(
        prefix="influmaroc-", dir="/var/tmp", ignore_cleanup_errors=True
    ) as name:
        programs = Programs(Path(name))
        yield programs
        programs.end()
