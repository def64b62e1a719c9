"""A running product and a real Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from influmaroc.tests.browser.stack import ROOT, running_stack
from scripts import browser as chromium

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def stack() -> Iterator[str]:
    """The address of the product: STACK_URL when one runs already, else one of this session's own."""
    if running := os.environ.get("STACK_URL"):
        yield running
        return
    with running_stack() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each module: while Playwright runs, Django takes the thread for an asynchronous one."""
    path = chromium.find()
    if not path:
        pytest.skip("no Chromium here")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=QUIET.split())
        yield running
        running.close()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    place = ROOT / "artefacts"
    place.mkdir(exist_ok=True)
    return place
