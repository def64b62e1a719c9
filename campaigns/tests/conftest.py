"""Ways to look at everything at once: what a refusal must leave untouched, and what must balance."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.apps import apps

from events.models import Delivery, Event
from payments.selectors import audit


def snapshot() -> dict[str, list]:
    """Every row of the marketplace, the bank and the log, as plain values."""
    models = [*apps.get_app_config("campaigns").get_models(), *apps.get_app_config("payments").get_models()]
    return {
        model.__name__: sorted(model.objects.values_list(), key=repr) for model in [*models, Event, Delivery]
    }


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
