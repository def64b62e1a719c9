import pytest
from django.core.exceptions import ImproperlyConfigured

from influmaroc import stores


def test_a_database_on_a_socket(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres@/influmaroc?host=/tmp/s")
    place = stores.database()
    assert (place["HOST"], place["NAME"], place["USER"]) == ("/tmp/s", "influmaroc", "postgres")
    assert place["CONN_MAX_AGE"] == 0  # the pool keeps connections


def test_a_database_with_a_strange_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://im:p%40ss%2Fword@db:5433/im?sslmode=require")
    place = stores.database()
    assert (place["HOST"], place["PORT"], place["PASSWORD"]) == ("db", "5433", "p@ss/word")
    assert place["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "plain", "celery"),
    [
        ("unix:///r/v.sock", "unix:///r/v.sock?db=3", "redis+socket:///r/v.sock?virtual_host=3"),
        ("redis://:pw@host:6379/0", "redis://:pw@host:6379/3", "redis://:pw@host:6379/3"),
        ("rediss://host?ssl_cert_reqs=required", *2 * ["rediss://host/3?ssl_cert_reqs=required"]),
    ],
)
def test_a_logical_database_of_valkey(monkeypatch, url, plain, celery):
    monkeypatch.setenv("REDIS_URL", url)
    assert stores.redis(3) == plain
    assert stores.redis(3, celery=True) == celery


@pytest.mark.parametrize(
    ("name", "read"), [("DATABASE_URL", stores.database), ("REDIS_URL", lambda: stores.redis(0))]
)
def test_another_kind_of_store_is_refused(monkeypatch, name, read):
    monkeypatch.setenv(name, "mysql://somewhere/else")
    with pytest.raises(ImproperlyConfigured, match=name):
        read()
