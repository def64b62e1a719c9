"""What pages do beyond plain HTML, and that they do without it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from influmaroc.tests.browser.people import MAILS, letters, wait_for_letter

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
PASSWORD = "Demo-2026-maroc!"
SAVED = re.compile(r"Enregistré à \d\d:\d\d")


@pytest.fixture
def page(browser: Browser, stack: str) -> Iterator[Page]:
    context = browser.new_context(base_url=stack, viewport={"width": 1280, "height": 900}, locale="fr-MA")
    yield context.new_page()
    context.close()


def sign_in(page: Page, who: str, then: str) -> Page:
    page.goto(f"/fr/connexion?next=/fr/{then}")
    page.fill("[name=email]", f"{who}@demo.influmaroc.test")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.dblclick("main [type=submit]")
    return page


def prove(page: Page, who: str) -> None:
    """The step-up that a RIB asks for: the password, and the code of a letter."""
    address = f"{who}@demo.influmaroc.test"
    seen = len(letters(page, MAILS, address))
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/confirmer/etape")
    page.fill("[name=code]", wait_for_letter(page, MAILS, address, after=seen)["code"])
    with page.expect_navigation():
        page.click("main [type=submit]")


def test_a_theme_is_applied_at_once_and_kept(page: Page) -> None:
    page.goto("/fr/")
    page.locator("footer [data-theme-choice=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "influmaroc-dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "influmaroc-dark")


def test_a_form_is_sent_once_however_often_it_is_clicked(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    sign_in(page, "creator", "createur")
    assert len(sent) == 1


def test_a_signed_in_page_listens(page: Page) -> None:
    with page.expect_websocket() as socket:
        sign_in(page, "creator", "createur")
    assert socket.value.url.endswith("/ws/")
    expect(page).to_have_title(re.compile("InfluMaroc$"))


def test_a_rib_is_grouped_and_checked_while_one_types(page: Page) -> None:
    sign_in(page, "creator", "createur/gains/rib")
    prove(page, "creator")
    field = page.locator("[data-format=rib]")
    field.fill("")
    field.press_sequentially("011519000001205000534922")
    expect(page.get_by_text("Un chiffre est faux")).to_be_visible()
    field.press("Backspace")
    field.press_sequentially("\u0661")
    expect(field).to_have_value("011 519 0000012050005349 21")
    expect(page.get_by_text("Le numéro est juste.")).to_be_visible()


def test_a_brief_is_kept_while_one_writes(page: Page) -> None:
    sign_in(page, "brand", "marque/campagnes/nouvelle")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile("/modifier/1"))
    page.fill("[name=title]", "Thé glacé à la verveine")
    page.locator("[name=title]").blur()
    expect(page.locator("[data-autosave-status]").first).to_have_text(SAVED)
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("Thé glacé à la verveine")


def test_escape_closes_a_menu_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/fr/")
    menu = page.locator("header details[data-menu]").first
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_the_first_tab_leads_to_the_content(page: Page) -> None:
    page.goto("/ar/")
    page.keyboard.press("Tab")
    expect(page.locator(".im-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_pages_work_without_scripts(browser: Browser, stack: str) -> None:
    context = browser.new_context(base_url=stack, java_script_enabled=False)
    page = context.new_page()
    page.goto("/fr/createurs/recherche?niche=beauty")
    page.locator("footer [hreflang=ar]").click()
    assert page.url.endswith("/ar/createurs/recherche?niche=beauty")
    page.locator("footer [data-theme-choice=dark]").click()
    assert page.url.endswith("/ar/createurs/recherche?niche=beauty")
    expect(page.locator("html")).to_have_attribute("data-theme", "influmaroc-dark")
    context.close()
