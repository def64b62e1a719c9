"""Is this server able to work? Asked by the front, by container platforms and by `make run`."""

from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis import Redis, RedisError

from kit.middleware import Handler

PATH = "/healthz"


class Health:
    """Answers /healthz before anything else looks at the request.

    Whoever asks from inside has no host name of ours and no TLS, and must not be turned away for that.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return healthz() if request.path == PATH else self.get_response(request)


def healthz() -> JsonResponse:
    """200 when PostgreSQL and Valkey answer, 503 otherwise; says which, and nothing else."""
    parts = parts_that_answer()
    well = all(parts.values())
    body = {name: "ok" if up else "down" for name, up in {"status": well, **parts}.items()}
    return JsonResponse(body, status=200 if well else 503, headers={"Cache-Control": "no-store"})


def parts_that_answer() -> dict[str, bool]:
    """Whether each store of the house answers now."""
    return {"database": _database_answers(), "valkey": _valkey_answers()}


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
