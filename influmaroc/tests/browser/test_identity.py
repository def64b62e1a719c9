"""One person and several devices: opened, protected, revoked, recovered; in both scripts."""

import secrets
import zipfile

import pyotp
import pytest

from influmaroc.tests.browser.people import DESKTOP, PASSWORD, PHONE, Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
NEW_PASSWORD = "Promenade-au-bord-de-mer-2026"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
DEVICES = "#devices li"


@pytest.fixture(params=[("fr", PHONE), ("ar", DESKTOP)], ids=["fr-phone", "ar-desktop"])
def device(request, browser, stack, artefacts):
    """Opens one more device of the same person. Passkeys want a name, not a number: localhost."""
    language, width = request.param
    album = artefacts / f"identity-{language}"
    album.mkdir(exist_ok=True)
    opened, address = [], stack.replace("127.0.0.1", "localhost")

    def one_more():
        opened.append(Person(browser, address, language=language, width=width, album=album))
        return opened[-1]

    yield one_more
    for person in opened:
        person.close()


def test_a_person_protects_an_account_and_gets_it_back(device):
    email = f"nour-{secrets.token_hex(4)}@example.ma"
    first, second, third = device(), device(), device()
    register(first, email)
    for other in (second, third):
        log_in_elsewhere(other, email)
    secret, codes = add_app(first)
    add_passkey(first)
    revoke(first, second)
    by_passkey(first)
    keeps_no_key(first)
    by_recovery_code(third, email, codes[0])
    reset_password(second, email)
    by_app(second, email, secret)
    take_a_copy(second)
    delete_and_keep(second, third, email, codes[1])


def register(person, email):
    person.go("inscription").tick("role=influencer", "terms", "privacy")
    person.fill(name="Nour Alami", email=email, password=PASSWORD).press()
    code = person.code_from_mailbox(email)
    person.shoot("verify").fill(code="000000" if code != "000000" else "000001").press()
    person.shoot("verify-wrong").fill(code=code).press()
    assert "bienvenue" in person.page.url


def type_login(person, email, password=PASSWORD):
    person.go("connexion").shoot("login")
    return person.fill(email=email, password=password).press("main form .btn-primary[type=submit]")


def log_in_elsewhere(person, email):
    seen = person.n_codes(email)
    type_login(person, email).shoot("new-device")
    person.fill(code=person.code_from_mailbox(email, after=seen)).press()
    assert "/createur" in person.page.url


def add_app(person):
    """The secret of the app and the codes on paper."""
    person.go("reglages/securite").shoot("security").press("main a[href$='/application']", wait="load")
    secret = person.page.inner_text("main [data-secret]")
    person.shoot("authenticator").fill(code=pyotp.TOTP(secret).now()).press()
    codes = person.page.locator("[data-codes] code").all_inner_texts()
    person.shoot("recovery-codes").press()
    assert len(codes) == 10
    return secret, codes


def add_passkey(person):
    line = person.context.new_cdp_session(person.page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    person.go("reglages/securite/cles").shoot("passkey").fill(name="Téléphone de Nour")
    person.press("main [data-passkey]", wait="**/reglages/securite")
    person.shoot("security-full")
    assert "Téléphone de Nour" in person.page.inner_text("#factors")


def revoke(person, other):
    assert person.page.locator(DEVICES).count() == 3
    person.press(f"{DEVICES} form button", nth=0)
    assert person.page.locator(DEVICES).count() == 2
    person.press(f"{DEVICES} form button", nth=0)
    other.page.wait_for_url("**/connexion**")  # by itself: a page that goes somewhere meanwhile would race it
    other.go("reglages/securite")
    assert "/connexion" in other.page.url


def keeps_no_key(person):
    """No script can read what signs this browser in, and no token lies in its stores."""
    stores = "JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])"
    kept = person.page.evaluate(stores)
    held = {cookie["name"]: cookie["value"] for cookie in person.context.cookies()}
    assert "eyJ" not in kept
    assert [name for name in ("sessionid", "device") if held[name] in kept] == []


def by_passkey(person):
    with person.page.expect_navigation():
        person.page.locator("form[action$='/deconnexion']").first.evaluate("form => form.submit()")
    person.go("connexion").press("main [data-passkey]", wait="**/createur")


def by_recovery_code(person, email, code):
    type_login(person, email).shoot("second-step")
    person.press("main a[href$='method=recovery']", wait="load").shoot("second-step-paper")
    person.fill(code=code.lower()).press()
    assert "/createur" in person.page.url


def reset_password(person, email):
    person.go("mot-de-passe/oublie").fill(email=email).press()
    link = person.letter(email, "reset_link")["link"]
    person.go(link).fill(password=NEW_PASSWORD).press()
    assert "/connexion" in person.page.url


def by_app(person, email, secret):
    """The code of the time step after the one that was used to add the app."""
    type_login(person, email, NEW_PASSWORD)
    person.press("main a[href$='method=totp']", wait="load")
    person.fill(code=pyotp.TOTP(secret).at(person.now() + 30)).press()
    assert "/createur" in person.page.url


def take_a_copy(person):
    person.go("reglages/donnees").shoot("data").press("#copy form button")
    link = person.page.locator("#copy a[download]")
    link.wait_for(timeout=60_000)
    person.shoot("data-ready")
    with person.page.expect_download() as download:
        link.click()
    with zipfile.ZipFile(download.value.path()) as copy:
        assert "Nour Alami" in copy.read("index.html").decode()


def delete_and_keep(person, other, email, code):
    """Gone at once; whoever signs in again within 14 days finds one button that stops it."""
    person.go("reglages/donnees/supprimer").shoot("delete").press("main form .btn-error")
    person.shoot("deleted")
    type_login(other, email, NEW_PASSWORD)
    other.press("main a[href$='method=recovery']", wait="load").fill(code=code).press()
    other.shoot("leaving").press("main form[action$='/garder'] button")
    other.go("createur")
    assert other.page.url.endswith("/createur")
