"""About where an address is: the country, from a file on this machine, and never asked of anybody.

The file is the public-domain table of settings.COUNTRIES_FILE. Without it nothing is said.
"""

import logging
from functools import lru_cache
from ipaddress import ip_address

import maxminddb
from babel import Locale
from django.conf import settings

log = logging.getLogger(__name__)


def country_of(ip: str | None) -> str:
    """Two letters (ISO 3166), or "" for an address that is unknown, private or no address."""
    table = _table(settings.COUNTRIES_FILE)
    if table is None or not ip:
        return ""
    try:
        found = table.get(ip) if ip_address(ip).is_global else None
    except ValueError:
        return ""
    return str(found.get("country_code", "")) if isinstance(found, dict) else ""


def place_of(ip: str | None, language: str) -> str:
    """The country's name in a language, or ""."""
    code = country_of(ip)
    return Locale.parse(language).territories.get(code, code) if code else ""


@lru_cache(maxsize=2)
def _table(path: str) -> maxminddb.Reader | None:
    """Opened once in a process; its pages are shared by all of them."""
    try:
        return maxminddb.open_database(path)
    except (OSError, maxminddb.InvalidDatabaseError):
        log.warning("no table of countries at %s: places stay unknown", path)
        return None
