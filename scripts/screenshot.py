"""The pictures of README.md, taken from a running product: `.venv/bin/python -m scripts.screenshot [URL]`."""

import os
import sys
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from scripts.browser import find
from scripts.place import ROOT, say

FOLDER = ROOT / "docs" / "screenshots"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
]


@dataclass(frozen=True)
class Picture:
    """One page at one size."""

    name: str
    path: str
    width: int
    height: int
    is_dark: bool = False


PICTURES = (
    Picture("home", "/fr/", 1280, 860),
    Picture("home-ar-phone", "/ar/", 390, 844),
    Picture("home-dark", "/fr/", 1280, 860, is_dark=True),
)


def take(browser: Browser, picture: Picture, base: str) -> None:
    """Open the page, wait for its fonts and pictures, and keep what is seen."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.is_dark else "light",
    )
    page.goto(base + picture.path, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    page.close()


def main() -> int:
    """Take every picture; 1 without a browser."""
    base = sys.argv[1] if len(sys.argv) > 1 else f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    program = find()
    if not program:
        say("No Chromium: install `chromium`, or set CHROMIUM to one.")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for picture in PICTURES:
            take(browser, picture, base)
            say(f"docs/screenshots/{picture.name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
