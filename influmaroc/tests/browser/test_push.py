"""Ringing a browser. Where its maker's push service is out of reach, what is shown is tested as it is; then
the browser's push manager, and nothing else, is one whose subscriptions are those of another's service.
"""

import json
import time

import pytest
from playwright.sync_api import expect

from influmaroc.tests.browser.people import DESKTOP, PHONE, Person
from influmaroc.tests.browser.talking import CREATOR
from influmaroc.tests.push_peer import opened, running_peer, subscription

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
DEMO = "Demo-2026-maroc!"
SETTINGS = "reglages/notifications"
KEPT = "caches.open('push').then((one) => one.match('/push-kept')).then((one) => one?.text() ?? '')"
# What a page and a service worker share is the Cache: "/next" is what subscribing gives, "/now" what is held.
MANAGER = """
(() => {
  const read = async (name) => (await (await caches.open("manager")).match(name))?.json();
  const write = async (name, said) =>
    (await caches.open("manager")).put(name, new Response(JSON.stringify(said)));
  const letters = (key) => atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = (key) => Uint8Array.from(letters(key), (one) => one.charCodeAt(0));
  const held = (said) => said && {
    endpoint: said.endpoint,
    options: { applicationServerKey: bytes(said.key).buffer },
    toJSON: () => said,
    unsubscribe: async () => (await caches.open("manager")).delete("/now"),
  };
  PushManager.prototype.getSubscription = async () => held(await read("/now"));
  PushManager.prototype.subscribe = async () => {
    const said = await read("/next");
    await write("/now", said);
    return held(said);
  };
})()
"""
# One that says nothing until `answers()` is called.
LATE = """
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = () => new Promise((resolve) => {
  window.answers = () => resolve({ unsubscribe: async () => { window.isGivenBack = true; } });
});
"""
# An event that is not the browser's own may not wait; everything else of it is what the browser does.
FIRE = """
async (name) => {
  const [notification] = await self.registration.getNotifications();
  const made = name === "notificationclick" ? new NotificationEvent(name, { notification }) : new Event(name);
  const waits = [], opened = [];
  made.waitUntil = (one) => waits.push(one);
  clients.openWindow = async (address) => opened.push(address);
  self.dispatchEvent(made);
  const [said] = await Promise.all(waits);
  return { said, opened };
}
"""


@pytest.fixture
def enter(browser, stack, artefacts):
    """A person at the settings of notifications, who lets this browser ring."""
    album = artefacts / "push"
    album.mkdir(exist_ok=True)
    people = []

    def run(language, width, script=""):
        person = Person(browser, stack, language=language, width=width, album=album)
        people.append(person)
        person.context.grant_permissions(["notifications"], origin=stack)
        if script:
            person.context.add_init_script(script)
        person.go("connexion").fill(email=CREATOR, password=DEMO).press()
        return person.go(SETTINGS)

    yield run
    for person in people:
        # What the browser itself says of its push service, where there is none.
        person.wrong[:] = [one for one in person.wrong if "does not support the Push API" not in one]
        person.close()


@pytest.fixture(scope="module")
def peer(tmp_path_factory):
    with running_peer(tmp_path_factory.mktemp("webpush")) as address:
        yield address


def state(person, name):
    return person.page.locator(f"[data-push-state={name}]")


def here(person):
    """This very browser among the devices: others of the same person may come and go meanwhile."""
    return person.page.locator("#push li", has=person.page.locator(".im-chip"))


@pytest.mark.parametrize(
    ("language", "width", "words"),
    [("fr", DESKTOP, "pas pu être configuré"), ("ar", PHONE, "تعذر")],
)
def test_a_push_service_out_of_reach_is_said_and_nothing_is_half_kept(enter, language, width, words):
    person = enter(language, width)
    person.page.locator("[data-push-on]").click()
    expect(person.page.locator("#toasts")).to_contain_text(words, timeout=40_000)
    person.page.screenshot(path=person.album / f"out-of-reach-{language}.png")
    expect(person.page.locator("[data-push-on]")).to_be_enabled()
    assert person.page.evaluate(KEPT) == ""
    person.page.reload()
    expect(state(person, "off")).to_be_visible()
    assert here(person).count() == 0


def test_a_push_service_that_never_answers_is_given_up_and_its_late_word_is_not_kept(enter):
    person = enter("fr", DESKTOP, LATE)
    person.page.clock.install()
    person.page.reload()
    person.page.locator("[data-push-on]").click()
    person.page.wait_for_function("() => window.answers")
    person.page.clock.run_for(29_000)
    expect(person.page.locator("[data-push-on]")).to_be_disabled()
    person.page.clock.run_for(2_000)
    expect(person.page.locator("#toasts")).to_contain_text("pas pu être configuré")
    expect(person.page.locator("[data-push-on]")).to_be_enabled()
    person.page.evaluate("answers()")
    person.page.wait_for_function("() => window.isGivenBack")
    expect(state(person, "off")).to_be_visible()
    assert person.page.evaluate(KEPT) == ""


def hands_out(person, peer):
    """The next subscription of this browser."""
    key = person.page.locator("[data-push]").get_attribute("data-push")
    made = subscription(peer, key)
    said = {"endpoint": made["endpoint"], "keys": made["keys"], "key": key}
    write = "(said) => caches.open('manager').then((one) => one.put('/next', new Response(said)))"
    person.page.evaluate(write, json.dumps(said))
    return made


def worker(person):
    """The service worker, with the same push manager as the pages."""
    person.page.evaluate("navigator.serviceWorker.register('/sw.js', { scope: '/' }).then(() => true)")
    person.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    found = person.context.service_workers[0]
    found.evaluate(MANAGER)
    return found


def begins(enter, language="fr", width=DESKTOP):
    """A person whose browser can subscribe, and its service worker."""
    person = enter(language, width, MANAGER)
    return person, worker(person)


def turns_on(person, peer):
    made = hands_out(person, peer)
    with person.page.expect_navigation():
        person.page.locator("[data-push-on]").click()
    expect(state(person, "on")).to_be_visible()
    return made


def rings(person, peer, made):
    """A trial leaves; what the peer opens of it."""
    n_before = len(opened(peer, made))
    person.press("#push form[action$=essai] button")
    for _n in range(150):
        if len(found := opened(peer, made)) > n_before:
            return found[-1]
        time.sleep(0.2)
    raise AssertionError("nothing arrived")


def delivers(person, said):
    """What the push service would bring to the browser."""
    session, found = person.context.new_cdp_session(person.page), []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda one: found.extend(one["registrations"]))
    session.send("ServiceWorker.enable")
    while not found:
        person.page.wait_for_timeout(50)
    pushed = {
        "origin": person.base_url,
        "registrationId": found[0]["registrationId"],
        "data": json.dumps(said),
    }
    session.send("ServiceWorker.deliverPushMessage", pushed)


SHOWN = """
navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) =>
  all.map((one) => ({ title: one.title, tag: one.tag, lang: one.lang, dir: one.dir, url: one.data.url })))
"""


def shows(person, said):
    for _n in range(100):
        if found := person.page.evaluate(SHOWN):
            assert found == [said]
            return
        person.page.wait_for_timeout(100)
    raise AssertionError("nothing was shown")


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("fr", DESKTOP), ("ar", PHONE)])
def test_a_browser_is_turned_on_rung_clicked_and_turned_off(enter, peer, language, width):
    person, rung = begins(enter, language, width)
    made = turns_on(person, peer)
    assert here(person).count() == 1
    person.shoot(f"on-{language}")
    said = rings(person, peer, made)
    delivers(person, said)
    shows(person, said)
    told = rung.evaluate(FIRE, "notificationclick")
    assert told["opened"] == [person.base_url + said["url"]]
    assert person.page.goto(told["opened"][0]).ok
    person.go(SETTINGS)
    expect(state(person, "on")).to_be_visible()
    with person.page.expect_navigation():
        here(person).locator("button").click()
    expect(state(person, "off")).to_be_visible()
    assert (here(person).count(), person.page.evaluate(KEPT)) == (0, "")


@pytest.mark.slow
def test_a_browser_that_lost_its_subscription_is_rung_again_without_a_click(enter, peer):
    person, rung = begins(enter)
    turns_on(person, peer)
    made = hands_out(person, peer)
    rung.evaluate("caches.open('manager').then((one) => one.delete('/now'))")
    assert rung.evaluate(FIRE, "pushsubscriptionchange")["said"] == "renewed"
    assert person.page.evaluate(KEPT) == made["endpoint"]
    person.go(SETTINGS)
    assert here(person).count() == 1
    assert rings(person, peer, made)["lang"] in {"fr", "ar"}
    # The same when no event came: any page asks.
    made = hands_out(person, peer)
    rung.evaluate("caches.open('manager').then((one) => one.delete('/now'))")
    person.go("createur")
    person.page.wait_for_function(f"async (now) => (await {KEPT}) === now", arg=made["endpoint"])
    person.go(SETTINGS)
    expect(state(person, "on")).to_be_visible()
    assert here(person).count() == 1


@pytest.mark.slow
def test_whoever_signed_out_is_not_rung_and_nothing_comes_back_by_itself(enter, peer):
    person, rung = begins(enter)
    turns_on(person, peer)
    with person.page.expect_navigation():
        person.page.evaluate("document.querySelector('form[action$=deconnexion]').requestSubmit()")
    rung.evaluate("caches.open('manager').then((one) => one.delete('/now'))")
    person.go("connexion").fill(email=CREATOR, password=DEMO).press()
    person.go(SETTINGS)
    expect(state(person, "off")).to_be_visible()
    assert (here(person).count(), person.page.evaluate(KEPT)) == (0, "")
