"""Is this server able to work? Asked by the front, by container platforms and by `make run`."""

from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis import Redis, RedisError


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when PostgreSQL and Valkey answer, 503 otherwise; says which, and nothing else."""
    parts = {"database": _database_answers(), "valkey": _valkey_answers()}
    well = all(parts.values())
    body = {name: "ok" if up else "down" for name, up in {"status": well, **parts}.items()}
    return JsonResponse(body, status=200 if well else 503, headers={"Cache-Control": "no-store"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _valkey_answers() -> bool:
    try:
        return bool(_valkey().ping())
    except RedisError:
        return False


@cache
def _valkey() -> Redis:
    return Redis.from_url(settings.VALKEY_URL, socket_connect_timeout=2, socket_timeout=2)
