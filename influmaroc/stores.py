"""Where data lives: DATABASE_URL and REDIS_URL (in development influmaroc.devservers provides both)."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

from influmaroc import env

PREPARE_AFTER = 5


def database() -> dict[str, Any]:
    """Django's DATABASES["default"]; the psycopg pool keeps connections, so CONN_MAX_AGE stays 0."""
    place = _parse(env.text("DATABASE_URL"))
    pool = {"min_size": env.number("DB_POOL_MIN", 1), "max_size": env.number("DB_POOL_MAX", 10)}
    # Whoever meets a database that is gone hears so after three seconds. The pool calls it again after one
    # and three, then whenever somebody asks: left to itself it waits twice as long each time, up to minutes.
    pool |= {"timeout": 3, "reconnect_timeout": 3}
    # Django turns preparing off unless a number is given; only kit.rows asks for it, at once.
    options = {"prepare_threshold": PREPARE_AFTER, **place.pop("OPTIONS"), "pool": pool}
    return {"ENGINE": "django.db.backends.postgresql", **place, "CONN_MAX_AGE": 0, "OPTIONS": options}


def _parse(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }


def redis(number: int, *, celery: bool = False) -> str:
    """Address of logical database `number` of REDIS_URL (redis://, rediss:// or unix:///path)."""
    parts = urlsplit(env.text("REDIS_URL"))
    if parts.scheme == "unix":
        way, name = ("redis+socket", "virtual_host") if celery else ("unix", "db")
        return f"{way}://{parts.path}?{name}={number}"
    if parts.scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured("REDIS_URL must start with redis://, rediss:// or unix://")
    return urlunsplit(parts._replace(path=f"/{number}"))
