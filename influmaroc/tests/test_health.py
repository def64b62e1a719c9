import pytest
from redis import Redis

from influmaroc import health


def test_a_well_server_says_so_without_a_database_row_or_a_session(client, db):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "valkey": "ok"}
    assert not answer.cookies


def test_whoever_asks_needs_no_host_name_of_ours(client, db, settings):
    settings.ALLOWED_HOSTS = ["influmaroc.example"]
    assert client.get("/healthz", headers={"host": "10.1.2.3"}).status_code == 200
    assert client.get("/fr/", headers={"host": "10.1.2.3"}).status_code == 400


def test_a_server_without_valkey_is_down_and_says_which(client, db, monkeypatch):
    monkeypatch.setattr(health, "_valkey", lambda: Redis.from_url("redis://127.0.0.1:1"))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "down", "database": "ok", "valkey": "down"}


@pytest.mark.django_db(transaction=True)
def test_a_server_without_its_database_is_down(client, monkeypatch):
    monkeypatch.setitem(health.connection.settings_dict, "HOST", "/nowhere")
    health.connection.close()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")
