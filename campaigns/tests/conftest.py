"""Ways to look at everything at once: what a refusal must leave untouched, and what must balance."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import TimeMachineFixture

from campaigns.selectors.calendar import ZONE
from events.models import Delivery, Event
from payments.selectors import audit


def snapshot() -> dict[str, list]:
    """Every row of the marketplace, the bank and the log, as plain values."""
    models = [*apps.get_app_config("campaigns").get_models(), *apps.get_app_config("payments").get_models()]
    return {
        model.__name__: sorted(model.objects.values_list(), key=repr) for model in [*models, Event, Delivery]
    }


@pytest.fixture
def november(time_machine: TimeMachineFixture) -> None:
    """A Monday evening far from Ramadan and holidays: no deadline depends on the day of the run."""
    time_machine.move_to(datetime(2026, 11, 23, 18, 22, tzinfo=ZONE))


@pytest.fixture
def refused() -> Callable[..., AbstractContextManager]:
    """`with refused(NotAllowed) as no:` the call is refused and not one row has changed."""

    @contextmanager
    def check(error: type[Exception]) -> Iterator[Any]:
        before = snapshot()
        with pytest.raises(error) as no:
            yield no
        assert snapshot() == before

    return check


@pytest.fixture
def balanced(db: None) -> Iterator[None]:
    """The ledger is clean when the test ends."""
    yield
    assert audit() == []


# ---- pages ----------------------------------------------------------------------------------------


def at(name: str, *args: Any) -> str:
    return reverse(f"campaigns:{name}", args=args)


@pytest.fixture
def page(client_of: Callable) -> Callable[..., Any]:
    """page(user, "overview", pk, query="?tab=new"): what somebody gets to see."""

    def read(user: Any, name: str, *args: Any, query: str = "", **extra: Any) -> Any:
        return client_of(user).get(at(name, *args) + query, **extra)

    return read


@pytest.fixture
def send(client_of: Callable) -> Callable[..., Any]:
    def post(user: Any, name: str, *args: Any, data: dict | None = None, **extra: Any) -> Any:
        return client_of(user).post(at(name, *args), data or {}, **extra)

    return post


@pytest.fixture
def cost(client_of: Callable) -> Callable[..., int]:
    """How many queries a page takes, signed in already."""

    def count(user: Any, name: str, *args: Any) -> int:
        client = client_of(user)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(name, *args)).status_code == 200
        return len(seen)

    return count
