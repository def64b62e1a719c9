"""The product of the browser tests, asked without a browser."""

import pytest

from influmaroc.tests.attacks.people import Somebody
from influmaroc.tests.browser.conftest import stack

__all__ = ["stack"]


@pytest.fixture
def newcomer(stack):
    """Opens an account over the API, with the code from its mailbox."""
    return lambda: Somebody(stack).register()


@pytest.fixture
def stranger(stack):
    return Somebody(stack)
