"""A brand and a creator talk, side by side: each sees what the other says, a lost network loses nothing."""

import io
import re
import secrets
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from files.tests.moving import video
from influmaroc.tests.browser.people import DESKTOP, PHONE, Person
from influmaroc.tests.browser.talking import (
    BRAND,
    CREATOR,
    SOON_MS,
    STAFF_LOGIN,
    api,
    bubble,
    direct,
    enter,
    noise,
    picture,
    write,
)
from influmaroc.walkthrough.journey import Journey, until

# One worker for all of them: they are held in the one conversation of the demo's brand and creator.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
# Looked up anew each time: a card is drawn again when its file is ready.
HAS_PIXELS = """(n) => {
    const image = document.querySelectorAll(".im-file-picture img")[n];
    image?.scrollIntoView();
    return image?.naturalWidth > 0;
}"""
IS_AT_THE_END = "() => log.scrollHeight - log.scrollTop - log.clientHeight < 2"
PASSWORD = "Demo-2026-maroc!"
SERIOUS = {"serious", "critical"}
HEARD_S = 2  # long enough for a push to reach another tab
LARGER_THAN_A_PIECE = 1500  # pixels a side of a picture of noise: 6.7 MB


@pytest.fixture
def strangers(browser, stack, artefacts):
    """Two windows in which nobody is signed in yet."""
    album = artefacts / "messages"
    album.mkdir(exist_ok=True)
    people = [
        Person(browser, stack, language=language, width=width, album=album)
        for language, width in (("fr", DESKTOP), ("ar", PHONE))
    ]
    yield people
    for person in people:
        person.close()


@pytest.fixture
def pair(strangers):
    """The demo's brand and creator."""
    for email, person in zip((BRAND, CREATOR), strangers, strict=True):
        person.go("connexion").fill(email=email, password=PASSWORD).press()
    return strangers


@pytest.fixture
def clients(stack):
    return api(stack, BRAND), api(stack, CREATOR)


def test_two_people_talk_and_a_lost_network_loses_nothing(pair, clients):
    brand, creator = pair
    talk = direct(*clients)
    clients[0].put("conversations/mark-all-read")  # whatever other tests have left
    brand.go("messages").shoot("list")
    brand.go(f"messages/{talk}")
    creator.go(f"messages/{talk}")
    tag = secrets.token_hex(3)
    speaks(brand, creator, f"Bonjour {tag}")
    speaks(creator, brand, f"السلام {tag}")
    is_read(brand, f"Bonjour {tag}")
    is_read(creator, f"السلام {tag}")
    types(creator, "أهلا وسهلا", brand)
    brand.shoot("typing")
    types(brand, "Parfait", creator)
    loses_the_network(brand, creator, tag)
    is_reached_on_other_pages(brand, creator, talk, tag)
    creator.shoot("thread-creator")
    brand.go(f"messages/{talk}").shoot("thread-brand")


def speaks(speaker, hearer, words):
    write(speaker, words)
    bubble(hearer, words).wait_for(timeout=SOON_MS)
    assert (bubble(speaker, words).count(), bubble(hearer, words).count()) == (1, 1)


def is_read(person, words):
    """The other one had it in sight for a second."""
    message = person.page.locator("li.im-msg[data-read]", has_text=words)
    message.wait_for(timeout=SOON_MS)


def types(writer, words, other, shown=lambda: None):
    writer.page.bring_to_front()
    writer.page.type("textarea[name=body]", words, delay=500)
    other.page.locator("[data-typing]:not([hidden])").wait_for(timeout=SOON_MS)
    shown()
    writer.page.fill("textarea[name=body]", "")


def loses_the_network(brand, creator, tag, shown=lambda name: None):
    """What both say meanwhile arrives once, in one order for both."""
    creator.context.set_offline(True)
    for n in range(3):
        write(creator, f"بلا شبكة {tag} {n}")
    creator.page.locator("li.im-msg[data-state=sending]").nth(2).wait_for()
    write(brand, f"Pendant ce temps {tag}")
    bubble(brand, f"Pendant ce temps {tag}").wait_for()
    creator.page.locator("[data-down]:not([hidden])").wait_for(timeout=20_000)
    creator.shoot("offline")
    shown("07-network-lost")
    asked = []
    creator.page.on("request", lambda one: asked.append(one.url) if "/nouveaux" in one.url else None)
    creator.context.set_offline(False)
    # Of each try it is said that there was no network; nothing else may be wrong.
    said_of_it = ("WebSocket connection", "htmx:sendError", "htmx:afterRequest")
    creator.wrong[:] = [one for one in creator.wrong if not any(words in one for words in said_of_it)]
    for n in range(3):
        bubble(brand, f"بلا شبكة {tag} {n}").wait_for(timeout=30_000)
    bubble(creator, f"Pendant ce temps {tag}").wait_for(timeout=SOON_MS)
    creator.page.locator("li.im-msg[data-state]").first.wait_for(state="detached", timeout=SOON_MS)
    creator.page.locator("[data-down][hidden]").wait_for(state="attached", timeout=SOON_MS)
    assert said(creator, tag) == said(brand, tag)
    assert len(said(brand, tag)) == len(set(said(brand, tag))) == 6
    # Nobody asks twice from the same change.
    assert len(asked) == len(set(asked)), asked
    shown("08-network-back")


@contextmanager
def lines_used_up(person):
    """Whatever the person may open is opened by somebody else who has their session, over and over, and kept
    open: a call of the page that is let through by luck finds that there are as many lines as there may be.
    """
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in person.context.cookies())
    origin, statuses, is_over = (
        person.page.url.split("/fr/")[0].split("/ar/")[0],
        Counter(),
        threading.Event(),
    )
    place, words = f"{origin.replace('http', 'ws', 1)}/ws/", {"Cookie": cookies}

    def call_and_call():
        with ExitStack() as lines:
            while not is_over.is_set():
                try:
                    lines.enter_context(
                        connect(place, origin=origin, additional_headers=words, open_timeout=20)
                    )
                    statuses[101] += 1
                except InvalidStatus as refused:
                    statuses[refused.response.status_code] += 1

    with ThreadPoolExecutor(20) as callers:
        for _ in range(20):
            callers.submit(call_and_call)
        try:
            until(lambda: statuses[429] > 60, "the calls to be refused")
            yield
        finally:
            is_over.set()
    assert set(statuses) == {101, 429}


def test_a_page_whose_line_is_refused_says_so_asks_and_comes_back_by_itself(pair, clients):
    brand, creator = pair
    talk, tag = direct(*clients), secrets.token_hex(3)
    brand.go(f"messages/{talk}")
    creator.go(f"messages/{talk}")
    creator.context.set_offline(True)
    with lines_used_up(creator):
        creator.context.set_offline(False)
        bar = creator.page.locator("[data-down]:not([hidden])")
        bar.wait_for(timeout=20_000)
        assert "15" in bar.inner_text()
        creator.shoot("refused")
        write(brand, f"Sans la ligne {tag}")
        bubble(creator, f"Sans la ligne {tag}").wait_for(timeout=20_000)
        assert bar.is_visible()
    creator.page.locator("[data-down][hidden]").wait_for(state="attached", timeout=90_000)
    speaks(brand, creator, f"De retour {tag}")
    # The browser says of each try that it was refused; nothing else may be wrong.
    creator.wrong[:] = [one for one in creator.wrong if "WebSocket connection" not in one]


def said(person, tag) -> list[str]:
    return [words for words in person.page.locator(".im-bubble").all_inner_texts() if tag in words]


def is_reached_on_other_pages(brand, creator, talk, tag):
    """The counter of any page follows, without a reload; the conversation opens at what is new."""
    brand.go("marque")
    write(creator, f"Encore là {tag} ?")
    counter = brand.page.locator(".im-nav [data-talks]:not([hidden])")
    counter.wait_for(timeout=SOON_MS)
    brand.go("messages").shoot("list-news")
    brand.page.locator(f"#t-{talk}").click()
    brand.page.locator("#nouveaux").wait_for()
    assert bubble(brand, f"Encore là {tag} ?").is_visible()
    counter.wait_for(state="hidden", timeout=SOON_MS)


# ---- pictures and videos ----


def test_pictures_and_a_video_are_exchanged_and_a_large_file_goes_on_after_a_cut(pair, clients, tmp_path):
    brand, creator = pair
    talk = direct(*clients)
    for person in pair:
        person.go(f"messages/{talk}")
    sends_pictures(brand, creator)
    sends_a_video(creator, brand, video(tmp_path / "clip.mp4", seconds=3, size=(640, 360)))
    brand.shoot("files-brand")
    creator.shoot("files-creator")
    brand.go("messages").shoot("list-files")
    assert "Vidéo" in brand.page.locator(f"#t-{talk} .im-conv-last").inner_text()
    brand.go(f"messages/{talk}")
    goes_on_after_a_cut(brand, creator)
    # What comes late above moves nothing: the last words stay in sight, and so are read.
    tag = secrets.token_hex(3)
    creator.go("messages")
    write(brand, f"Après les visuels {tag}")
    creator.page.locator(f"#t-{talk}[data-news]").wait_for(timeout=SOON_MS)
    creator.go(f"messages/{talk}#nouveaux")
    is_read(brand, f"Après les visuels {tag}")


def attach(person, *files):
    person.page.set_input_files("[data-attach]", list(files))
    rows = person.page.locator("[data-attached] li[data-arrived]")
    rows.nth(len(files) - 1).wait_for(timeout=60_000)


def images(person):
    return person.page.locator(".im-file-picture img")


def is_drawn(person, before, n):
    """Each of the new pictures has pixels, wherever it stands in the log."""
    images(person).nth(before + n - 1).wait_for(timeout=60_000)
    for place in range(before, before + n):
        person.page.wait_for_function(HAS_PIXELS, arg=place)


def sends_pictures(sender, reader):
    before = images(reader).count()
    sent = [
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": picture(colour=colour)}
        for name, colour in (("flacon", "teal"), ("étiquette", "darkorange"))
    ]
    attach(sender, *sent)
    sender.shoot("attached")
    write(sender, "Voici les visuels")
    is_drawn(reader, before, 2)
    is_drawn(sender, before, 2)


def sends_a_video(sender, reader, path: Path):
    before = reader.page.locator("video.im-file-picture").count()
    attach(sender, path)
    write(sender, "")
    clip = reader.page.locator("video.im-file-picture").nth(before)
    clip.wait_for(timeout=60_000)
    reader.page.wait_for_function(
        """async (n) => {
            const clip = document.querySelectorAll("video.im-file-picture")[n];
            clip.muted = true;
            if (clip.paused) await clip.play();
            return clip.videoWidth === 640 && clip.currentTime > 0.5;
        }""",
        arg=before,
        timeout=30_000,
    )
    assert clip.evaluate("one => one.querySelector('source').src").startswith(reader.base_url)


def goes_on_after_a_cut(sender, reader):
    """A piece that is cut is asked about and sent again from where it stopped; nothing before it is."""
    before, asked, cut = images(reader).count(), [], []

    def cut_once(route):
        request = route.request
        asked.append((request.method, request.headers.get("upload-offset", "")))
        if request.method == "PATCH" and len(asked) == 3 and not cut:
            cut.append(request.url)
            return route.abort("connectionreset")
        return route.continue_()

    sender.page.route("**/api/files/tus*", cut_once)
    sender.page.route("**/api/files/tus/*", cut_once)
    attach(sender, {"name": "bruit.png", "mimeType": "image/png", "buffer": noise(LARGER_THAN_A_PIECE)})
    methods = [method for method, _offset in asked]
    assert cut
    assert methods[:5] == ["POST", "PATCH", "PATCH", "HEAD", "PATCH"]
    assert asked[2][1] == asked[4][1] != "0"
    write(sender, "Et le grand")
    is_drawn(reader, before, 1)
    sender.wrong[:] = [one for one in sender.wrong if "ERR_CONNECTION_RESET" not in one]


def test_a_file_is_removed_before_it_is_sent_and_one_that_is_none_is_refused_in_words(pair, clients):
    brand, _creator = pair
    brand.go(f"messages/{direct(*clients)}")
    attach(brand, *[{"name": f"{n}.png", "mimeType": "image/png", "buffer": picture()} for n in range(2)])
    rows = brand.page.locator("[data-attached] li")
    rows.first.locator("button").click()
    assert rows.count() == 1
    assert rows.first.locator("button").evaluate("one => one === document.activeElement")
    rows.first.locator("button").press("Enter")
    assert brand.page.evaluate("document.activeElement.id") == "body"
    brand.page.set_input_files(
        "[data-attach]", [{"name": "a.png", "mimeType": "image/png", "buffer": b"no picture at all"}]
    )
    toast = brand.page.locator(".im-toast", has_text="a.png")
    toast.wait_for(timeout=SOON_MS)
    assert not rows.count()


# ---- what is refused, and who answers when ----


def test_a_refused_message_stands_in_the_field_again(pair, clients):
    brand, creator = pair
    talk = direct(*clients)
    creator.go(f"messages/{talk}")
    attach(creator, {"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    tag = secrets.token_hex(3)
    blocks(brand.go(f"messages/{talk}"))
    try:
        write(creator, f"Encore {tag}")
        creator.page.locator(".im-toast[data-tone=danger]").wait_for(timeout=SOON_MS)
        assert creator.page.input_value("textarea[name=body]") == f"Encore {tag}"
        assert creator.page.locator("[data-attached] li").count() == 1
        assert not bubble(creator, tag).count()
        creator.shoot("refused")
    finally:
        brand.open("#talk-head summary").press("#talk-head form[action$='/bloquer'] button")
    creator.page.press("textarea[name=body]", "Enter")
    creator.page.locator("li.im-msg:not([data-state])", has_text=tag).wait_for(timeout=SOON_MS)


def blocks(brand):
    brand.open("#talk-head summary").open("[popovertarget=block]").press("#block .btn-error")


def reads_from_far_back(reader, clients):
    """The conversation and a word of its own, opened 44 messages before the end; only those that are missing
    are written, as nobody may write without end.
    """
    talk, tag = direct(*clients), secrets.token_hex(3)
    there = clients[0].get(f"conversations/{talk}")["last_place"]
    for n in range(max(1, 44 - there), 0, -1):
        clients[n % 2].post(f"conversations/{talk}/messages", {"body": f"mot {tag} {n}."}, expect=201)
    end = clients[0].get(f"conversations/{talk}")["last_place"]
    reader.go(f"messages/{talk}?vers={end - 43}")
    return talk, tag


def test_an_answer_to_an_older_message_is_sent_at_the_end_with_its_files(pair, clients):
    brand, _creator = pair
    talk, tag = reads_from_far_back(brand, clients)
    assert not brand.page.locator("[data-at-end]").count()
    attach(brand, {"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    write(brand, f"Réponse {tag}")
    mine = brand.page.locator("li.im-msg[data-mine]:not([data-state])", has_text=f"Réponse {tag}")
    mine.wait_for(timeout=SOON_MS)
    assert bubble(brand, f"mot {tag} 1.").is_visible()
    sent = clients[0].get(f"conversations/{talk}/messages")["results"][0]
    assert (sent["body"], sent["n_files"]) == (f"Réponse {tag}", 1)


@pytest.mark.parametrize("how", ["by jumping there", "by reading on"])
def test_what_is_said_while_the_end_is_on_its_way_is_there_once(pair, clients, how):
    brand, _creator = pair
    talk, tag = reads_from_far_back(brand, clients)
    words = [f"Avant {tag}."]
    clients[1].post(f"conversations/{talk}/messages", {"body": words[0]}, expect=201)
    brand.page.locator("[data-jump]:not([hidden])").wait_for(timeout=SOON_MS)
    is_overtaken(brand, clients[1], talk, words)
    reads_on(brand) if how == "by reading on" else brand.page.locator("[data-jump]").click()
    brand.page.locator("[data-at-end]").wait_for(timeout=SOON_MS)
    bubble(brand, words[-1]).wait_for(state="attached", timeout=SOON_MS)
    shown = said(brand, tag)
    assert len(words) > 1
    assert len(shown) == len(set(shown))
    assert set(words) <= set(shown)


def is_overtaken(reader, writer, talk, words):
    """Each stretch of messages is drawn, then something is said and heard, and only then it arrives."""

    def late(route):
        answer = route.fetch()
        words.append(f"{words[0]} {len(words)}")
        writer.post(f"conversations/{talk}/messages", {"body": words[-1]}, expect=201)
        time.sleep(HEARD_S)
        route.fulfill(response=answer)

    reader.page.route(re.compile(r"/messages/[^/]+\?(apres|vers)="), late)


def reads_on(reader):
    newer = reader.page.locator("[data-newer]")
    while newer.count():
        here = newer.get_attribute("href")
        newer.click()
        reader.page.locator(f"[data-newer][href='{here}']").wait_for(state="detached", timeout=SOON_MS)


def test_words_that_have_not_arrived_are_kept_as_the_draft(pair, clients):
    brand, _creator = pair
    talk, tag = direct(*clients), secrets.token_hex(3)
    brand.go(f"messages/{talk}")
    kept = lambda: clients[0].get(f"conversations/{talk}")["draft"]  # noqa: E731 - asked again and again
    brand.page.route("**/envoyer", lambda route: route.abort("connectionreset"))
    write(brand, f"Pas encore {tag}")
    until(lambda: kept() == f"Pas encore {tag}", "the words that wait to be kept")
    brand.page.unroute("**/envoyer")
    brand.page.locator("li.im-msg:not([data-state])", has_text=tag).wait_for(timeout=SOON_MS)
    until(lambda: kept() == "", "the draft to be empty again")
    brand.wrong[:] = [one for one in brand.wrong if "ERR_CONNECTION_RESET" not in one]


@pytest.mark.parametrize("side", [320, LARGER_THAN_A_PIECE])
def test_a_file_whose_answer_is_lost_is_sent_again_and_is_one_file(pair, clients, side):
    brand, _creator = pair
    brand.go(f"messages/{direct(*clients)}")
    name, lost = f"{secrets.token_hex(4)}.png", []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            return route.abort("connectionreset")
        return route.continue_()

    brand.page.route("**/api/files/upload", lose_the_first)
    brand.page.route("**/api/files/tus", lose_the_first)
    attach(brand, {"name": name, "mimeType": "image/png", "buffer": noise(side)})
    assert lost[0].status == 201
    files = [one for one in clients[0].get("files")["results"] if one["name"] == name]
    assert len(files) == 1
    brand.wrong[:] = [one for one in brand.wrong if "ERR_CONNECTION_RESET" not in one]


# ---- reach: keyboard, touch, screen readers ----


def test_what_may_be_done_with_a_message_in_a_run_is_reached_by_keyboard_and_by_touch(pair, clients):
    brand, creator = pair
    talk, tag = direct(*clients), secrets.token_hex(3)
    for n in range(3):
        clients[1].post(f"conversations/{talk}/messages", {"body": f"suite {tag} {n}"}, expect=201)
    for person, ways in ((creator, "retirer"), (brand, "signaler")):
        person.go(f"messages/{talk}")
        first = person.page.locator("li.im-msg", has_text=f"suite {tag} 0")
        link = first.locator(f".im-msg-acts a[href*={ways}]")
        assert first.locator(".im-meta").bounding_box()["height"] <= 1
        first.click(position={"x": 5, "y": 5})
        assert link.bounding_box()["height"] >= 24
        person.page.mouse.click(5, 5)
        link.focus()
        assert link.evaluate("one => one.matches(':focus')")
        assert link.bounding_box()["height"] >= 24
    is_reached_by_touch(creator, talk, f"suite {tag} 0")
    live = f"en direct {secrets.token_hex(3)}"
    write(creator, live)
    message = brand.page.locator("li.im-msg", has_text=live)
    message.wait_for(timeout=SOON_MS)
    href = message.locator(".im-msg-acts a").get_attribute("href")
    assert message.get_attribute("id").removeprefix("m-") in href


def is_reached_by_touch(person, talk, words):
    """A tap on the words shows what may be done with them; a second one does it."""
    known = person.context.storage_state()
    phone = person.context.browser.new_context(
        has_touch=True, is_mobile=True, storage_state=known, viewport={"width": PHONE, "height": 844}
    )
    page = phone.new_page()
    page.goto(f"{person.base_url}/{person.language}/messages/{talk}")
    message = page.locator("li.im-msg", has_text=words)
    message.locator(".im-bubble").tap()
    message.locator(".im-msg-acts a[href*=retirer]").tap()
    page.wait_for_url("**/retirer")
    phone.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_conversations_have_no_serious_fault_for_those_who_do_not_see(pair, clients, theme):
    talk = direct(*clients)
    said = clients[1].post(f"conversations/{talk}/messages", {"body": "À retirer"}, expect=201)["id"]
    deal = clients[0].get("conversations")["results"][0]["id"]
    pages = ["messages", f"messages/{talk}", "messages/recherche?q=mot", f"messages/recherche?dans={talk}"]
    pages += [f"messages/{talk}/signaler", f"messages/message/{said}/modifier"]
    pages += [f"messages/message/{said}/retirer"]
    found = {}
    for person, own in ((pair[0], [f"messages/{deal}"]), (pair[1], [])):
        person.page.context.add_cookies([{"name": "theme", "value": theme, "url": person.base_url}])
        for path in [*(pages if person is pair[1] else pages[:5]), *own]:
            person.go(path)
            faults = Axe().run(person.page).response["violations"]
            for fault in faults:
                if fault["impact"] in SERIOUS:
                    found[f"{person.language} {path} {fault['id']}"] = [one["html"] for one in fault["nodes"]]
    assert not found


# ---- a price, named and agreed where it is talked about ----


@pytest.fixture
def newcomers(strangers, stack):
    """A brand and a creator who has just applied, and the conversation about it."""
    told = Journey(stack, [STAFF_LOGIN])
    first = (told.register_brand, told.register_creator, told.complete_profiles, told.staff_signs_in)
    for step in (*first, told.write_brief, told.approve_brief, told.apply):
        step()
    for person, role in zip(strangers, ("brand", "influencer"), strict=True):
        enter(person, told, role)
    talk = told.brand.post("conversations", {"application": told.application}, expect=None)["id"]
    until(lambda: told.brand.get(f"conversations/{talk}/messages")["results"], "the line of the application")
    return talk, *strangers


def test_two_people_agree_on_a_price_inside_the_conversation(newcomers):
    talk, brand, creator = newcomers
    for person in (brand, creator):
        person.go(f"messages/{talk}")
    names_a_price(brand, "4 000", "Un réel, une révision.")
    creator.page.locator(".im-talk-offer", has_text="Un réel").wait_for(timeout=SOON_MS)
    creator.shoot("offer-received")
    names_a_price(creator, "4 500", "مع حقوق ستة أشهر")
    brand.page.locator(".im-talk-offer", has_text="مع حقوق").wait_for(timeout=SOON_MS)
    assert brand.page.locator("[data-answer]").count() == 1
    assert not creator.page.locator("[data-answer]").count()
    speaks(creator, brand, f"أنتظر جوابكم {secrets.token_hex(3)}")
    agrees(brand, creator, talk)


def names_a_price(person, price, words):
    person.press("[data-answer] a[href$='/proposer']")
    card = person.page.locator("[data-answer]")
    card.locator("[name=price]").fill(price)
    card.locator("[name=message]").fill(words)
    card.locator("[name=preview]").click()
    card.locator("[role=status]").wait_for()
    assert card.locator("[name=message]").input_value() == words
    person.shoot(f"counter-{person.language}")
    card.locator(".btn-primary[type=submit]").click()
    card.wait_for(state="detached", timeout=SOON_MS)
    person.page.locator(".im-talk-offer", has_text=words).wait_for(timeout=SOON_MS)
    # Where one looks next: at the end, as after words of one's own.
    person.page.wait_for_function(IS_AT_THE_END, timeout=SOON_MS)


def agrees(brand, creator, talk):
    """Nothing is agreed before the sum was read; the other side hears of it in the conversation."""
    brand.press("[data-answer] a[href$='/accepter']")
    brand.page.locator("[data-answer] .im-sum").wait_for()
    assert not creator.page.locator(".im-sys", has_text="العقد").count()
    brand.shoot("accept")
    brand.press("[data-answer] .btn-primary[type=submit]", wait="**/contrats/*")
    creator.page.locator(".im-sys").last.wait_for(timeout=SOON_MS)
    creator.page.locator("#talk-about[href*='/contrats/']").wait_for(timeout=SOON_MS)
    brand.go(f"messages/{talk}").shoot("agreed-brand")
    creator.shoot("agreed-creator")


# ---- all of it, in one sitting ----


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_negotiation_from_the_first_word_to_the_contract(newcomers, tmp_path):
    """With files and a lost network; what both see at each step is kept as artefacts/messages/side-*.jpeg."""
    talk, brand, creator = newcomers
    pair, tag = (brand, creator), secrets.token_hex(3)
    for person in pair:
        person.go(f"messages/{talk}")
    side_by_side(pair, "01-application")
    say_good_day(brand, creator, tag)
    names_a_price(brand, "4 000", "Un réel, une révision.")
    creator.page.locator(".im-talk-offer", has_text="Un réel").wait_for(timeout=SOON_MS)
    side_by_side(pair, "04-a-price")
    sends_pictures(brand, creator)
    side_by_side(pair, "05-pictures")
    sends_a_video(creator, brand, video(tmp_path / "clip.mp4", seconds=3, size=(640, 360)))
    side_by_side(pair, "06-video")
    loses_the_network(brand, creator, tag, shown=lambda name: side_by_side(pair, name))
    names_a_price(creator, "4 500", "مع حقوق ستة أشهر")
    brand.page.locator(".im-talk-offer", has_text="مع حقوق").wait_for(timeout=SOON_MS)
    side_by_side(pair, "09-counter-offer")
    agrees(brand, creator, talk)
    side_by_side(pair, "10-agreed")
    for person in pair:
        person.go(f"messages/{talk}")
    assert said(brand, tag) == said(creator, tag)
    assert len(said(brand, tag)) == len(set(said(brand, tag))) == 6


def say_good_day(brand, creator, tag):
    """Each sees the other type, and sees that what they said was read."""
    types(creator, "مرحبا", brand, shown=lambda: side_by_side((brand, creator), "02-creator-types"))
    speaks(creator, brand, f"مرحبا، اطلعت على الموجز {tag}")
    is_read(creator, f"مرحبا، اطلعت على الموجز {tag}")
    types(brand, "Bonjour", creator, shown=lambda: side_by_side((brand, creator), "03-brand-types"))
    speaks(brand, creator, f"Bonjour ! Voici le produit. {tag}")
    is_read(brand, f"Bonjour ! Voici le produit. {tag}")


def side_by_side(pair, name):
    """One picture of what stands on both screens now."""
    screens = [Image.open(io.BytesIO(person.page.screenshot(caret="initial"))) for person in pair]
    whole = Image.new("RGB", (sum(one.width for one in screens) + 20, screens[0].height), "black")
    whole.paste(screens[0], (0, 0))
    whole.paste(screens[1], (screens[0].width + 20, 0))
    whole.save(pair[0].album / f"side-{name}.jpeg", quality=85)
