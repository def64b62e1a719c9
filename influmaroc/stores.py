"""Where data lives: DATABASE_URL and REDIS_URL when set, the embedded servers otherwise."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from influmaroc import devservers, env


def database(*, pool_max: int = 10) -> dict:
    """Django's DATABASES["default"]; the psycopg pool is on, so CONN_MAX_AGE stays 0."""
    if env.has("DATABASE_URL"):
        place = _parse(env.text("DATABASE_URL"))
    else:
        place = devservers.ensure_postgres(dbname="influmaroc", fast=True)
    options = place.pop("OPTIONS", {})
    pool = {"min_size": env.number("DB_POOL_MIN", 1), "max_size": env.number("DB_POOL_MAX", pool_max)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **place,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**options, "pool": {**pool, "timeout": 10}},
    }


def _parse(url: str) -> dict:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


def redis(number: int, *, celery: bool = False) -> str:
    """Address of logical database `number`; a Unix socket for the embedded server."""
    if env.has("REDIS_URL"):
        return f"{env.text('REDIS_URL').rstrip('/')}/{number}"
    path = devservers.ensure_valkey()
    return f"redis+socket://{path}?virtual_host={number}" if celery else f"unix://{path}?db={number}"
