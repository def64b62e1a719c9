"""People at a browser: what they type and press, by the names of fields and never by words."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response

PASSWORD = "Promenade-au-jardin-2026"
ANSWERS = {"document", "xhr", "fetch"}
PHONE, DESKTOP = 390, 1280
MAILS = "/dev/mails"


def letters(page: Page, mails: str, address: str, kind: str = "") -> list[dict[str, Any]]:
    """What has arrived at an address, newest first: of a kind, or whatever holds a code.

    Others do not count: news of what somebody else does meanwhile is no sign of the letter one waits for.
    """
    found = page.request.get(f"{mails}?format=json&to={address}").json()
    return [one for one in found if (one["kind"] == kind if kind else one["code"])]


def wait_for_letter(
    page: Page, mails: str, address: str, *, kind: str = "", after: int = 0
) -> dict[str, Any]:
    """The newest of the `letters`, once there are more than `after`."""
    for _n in range(150):
        if len(found := letters(page, mails, address, kind)) > after:
            return found[0]
        page.wait_for_timeout(200)
    raise AssertionError(f"no letter for {address}")


def _is_answer(response: Response) -> bool:
    return response.request.resource_type in ANSWERS and not 300 <= response.status < 400


class Person:
    """One person with a window of their own, who reads one language and acts at one width."""

    def __init__(self, browser: Browser, base_url: str, *, language: str, width: int, album: Path) -> None:
        self.context = browser.new_context(locale="fr-MA", reduced_motion="reduce")
        self.page: Page = self.context.new_page()
        self.base_url, self.language, self.album = base_url, language, album
        self.width = width
        self._widen(width)
        self.wrong: list[str] = []
        self.shown: set[str] = set()
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._hear)
        self.page.on("response", self._see)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _see(self, response: Any) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.url}: {response.status}")

    def go(self, path: str) -> "Person":
        address = path if path.startswith("http") else f"{self.base_url}/{self.language}/{path}"
        self.page.goto(address)
        return self

    def fill(self, **fields: Any) -> "Person":
        for name, value in fields.items():
            self.page.fill(f"main [name={name.replace('__', '-')}]", str(value))
        return self

    def tick(self, *names: str) -> "Person":
        """Boxes and radio buttons by "name" or "name=value"."""
        for name in names:
            field, _, value = name.partition("=")
            wanted = f"main input[name={field}]" + (f'[value="{value}"]' if value else "")
            self.page.locator(wanted).first.check()
        return self

    def choose(self, name: str, value: str) -> "Person":
        self.page.select_option(f"main select[name={name}]", value)
        return self

    def press(
        self, selector: str = "main form .btn-primary[type=submit]", *, nth: int = 0, wait: str = ""
    ) -> "Person":
        """Click, and wait for what the server says to it: a page, or the part that htmx asked for. Where more
        than one answer follows, `wait` is the address in the end.
        """
        if wait:
            with self.page.expect_navigation(url=None if wait == "load" else wait):
                self.page.locator(selector).nth(nth).click()
            return self._settle()
        with self.page.expect_response(_is_answer) as answer:
            self.page.locator(selector).nth(nth).click()
        answer.value.finished()
        return self._settle()

    def letter(self, address: str, kind: str) -> dict[str, Any]:
        """The last letter of a kind to an address, as soon as it is there."""
        return wait_for_letter(self.page, f"{self.base_url}{MAILS}", address, kind=kind)

    def n_codes(self, address: str) -> int:
        """How many letters with a code have arrived at an address."""
        return len(letters(self.page, f"{self.base_url}{MAILS}", address))

    def code_from_mailbox(self, address: str, *, after: int = 0) -> str:
        """The code of the last letter to an address, once more than `after` letters with a code are there."""
        return wait_for_letter(self.page, f"{self.base_url}{MAILS}", address, after=after)["code"]

    def now(self) -> int:
        """The second this browser is in."""
        return self.page.evaluate("Math.floor(Date.now() / 1000)")

    def _settle(self) -> "Person":
        """Wait until the page is whole: loaded, its letters drawn, and nothing on its way for htmx."""
        self.page.wait_for_load_state("load")
        self.page.locator(".htmx-request").first.wait_for(state="detached")
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return self

    def open(self, selector: str) -> "Person":
        """Click on what asks the server nothing: a popover, a menu."""
        self.page.locator(selector).first.click()
        return self

    def shoot(self, name: str) -> "Person":
        """A picture of the page at each width, which it must fit; once for pages that come again."""
        self._settle()
        assert self.page.locator("h1").count() == 1, f"{name} has {self.page.locator('h1').count()} h1"
        for width in (PHONE + DESKTOP - self.width, self.width):
            self._widen(width)
            excess = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert excess <= 0, f"{name} overflows by {excess} px at {width} px"
            if name not in self.shown:
                picture = self.album / f"{name}-{width}.jpeg"
                self.page.screenshot(path=picture, type="jpeg", quality=80, full_page=True, caret="initial")
        self.shown.add(name)
        return self

    def _widen(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def id_here(self, before: str) -> str:
        """The id that follows `before` in this page's address."""
        return self.page.url.split(before + "/")[1].split("/")[0].split("?")[0]

    def close(self) -> None:
        self.context.close()
        assert not self.wrong, json.dumps(self.wrong, indent=1, ensure_ascii=False)
