"""Every letter, in three languages, in both forms."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from kit.isolates import FSI
from mail.selectors import KINDS, in_words
from mail.tests.samples import CODE, IDENTITY, LANGUAGES, TOKEN, letter

HOSTILE = "{{ 7|add:7 }} {% load i18n %} ${7*7} <script>alert(1)</script>\r\nBcc: evil@example.com"
EVERY = [(kind, language) for kind in IDENTITY for language in LANGUAGES]
TEXTUAL = ("name", "device", "place", "new", "reason", "brand", "inviter", "role", "factor")
every_letter = pytest.mark.parametrize(("kind", "language"), EVERY)


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, name):
        return [attrs for tag, attrs in self.found if tag == name]


@every_letter
def test_every_letter_has_both_forms_and_is_small(kind, language):
    words = in_words(letter(kind, language))
    assert words.subject
    assert len(words.text) > 100
    assert len(words.html.encode()) <= 60_000
    assert "{{" not in words.html + words.text
    assert "{%" not in words.html + words.text


@every_letter
def test_every_table_knows_its_direction(kind, language):
    tags = Tags(in_words(letter(kind, language)).html)
    wanted = {"dir": "rtl" if language == "ar" else "ltr", "lang": language}
    for attrs in tags.named("html") + tags.named("table"):
        assert {name: attrs.get(name) for name in wanted} == wanted


@every_letter
def test_every_letter_speaks_its_language(kind, language):
    words = in_words(letter(kind, language))
    if kind != "notice":
        assert bool(re.search("[\u0600-\u06ff]", words.subject)) == (language == "ar")
    assert ("Vous recevez" in words.text) == (language == "fr")
    assert ("You receive" in words.text) == (language == "en")
    assert ("توصلت" in words.text) == (language == "ar")


@every_letter
def test_one_button_at_most_and_every_link_is_ours(kind, language):
    words = in_words(letter(kind, language))
    links = [attrs["href"] for attrs in Tags(words.html).named("a")]
    assert links == ([words.link] if words.link else [])
    assert all(link.startswith(f"{settings.SITE_URL}/{language}/") for link in links)
    assert not words.link or words.link in words.text


@every_letter
def test_nothing_is_fetched_when_a_letter_is_opened(kind, language):
    html = in_words(letter(kind, language)).html
    assert not re.search(r"<(img|script|link|iframe|form)\b|url\(|src=", html)


@pytest.mark.parametrize("kind", [kind for kind in IDENTITY if "code" in KINDS[kind].secret])
def test_a_code_is_grouped_for_the_eye_and_stays_out_of_the_subject(kind):
    words = in_words(letter(kind))
    assert "493\u00a0817" in words.text
    assert "493\u00a0817" in words.html
    assert CODE not in words.subject


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("register_code", f"/verifier/{TOKEN}"),
        ("email_code", f"/verifier/{TOKEN}"),
        ("reset_link", f"/mot-de-passe/nouveau/{TOKEN}"),
        ("team_invitation", f"/invitation/{TOKEN}"),
        ("export_ready", "/reglages/donnees/3"),
    ],
)
def test_links_carry_what_their_page_needs(kind, link):
    words = in_words(letter(kind, "ar"))
    assert words.link == f"{settings.SITE_URL}/ar{link}"


def test_a_token_with_odd_letters_is_quoted():
    assert in_words(letter("reset_link", token="a/b?c&d#e")).link.endswith("/nouveau/a%2Fb%3Fc%26d%23e")


@pytest.mark.parametrize("kind", [kind for kind in IDENTITY if set(TEXTUAL) & set(KINDS[kind].data)])
def test_what_people_wrote_stays_literal_and_on_its_line(kind):
    words = in_words(letter(kind, **dict.fromkeys(TEXTUAL, HOSTILE)))
    assert "<script" not in words.html
    assert "7|add:7" in words.html
    assert "{{ 7|add:7 }} {% load i18n %} ${7*7} <script>" in words.text
    assert "\n" not in words.subject
    assert "\r" not in words.subject + words.text


def test_latin_names_are_isolated_in_arabic():
    words = in_words(letter("team_invitation", "ar"))
    assert "<bdi>Atlas Argan</bdi>" in words.html
    assert f"{FSI}Atlas Argan" in words.text
    assert FSI not in words.subject + in_words(letter("team_invitation")).text


@pytest.mark.parametrize(
    ("n", "said"), [(0, "أي رمز"), (1, "رمز واحد"), (2, "رمزان"), (3, "3 رموز"), (11, "11 رمزا")]
)
def test_arabic_counts_in_six_forms(n, said):
    assert said in in_words(letter("recovery_code_used", "ar", n_left=n)).text


def test_a_moment_is_written_for_morocco():
    assert "25\u00a0novembre\u00a02026 à 14:05" in in_words(letter("password_changed")).text
    assert "نونبر" in in_words(letter("password_changed", "ar")).text


def test_words_of_other_floors_are_translated_or_left():
    assert "application d\u2019authentification" in in_words(letter("factor_added")).text
    assert "carte à puce" in in_words(letter("factor_added", factor="carte à puce")).text


def test_a_reason_keeps_its_lines():
    assert "signalés.<br>Abonnés" in in_words(letter("account_suspended")).html


def test_a_notice_brings_its_own_topic_tone_and_money():
    words = in_words(letter("notice"))
    for shown in ("Contrat", "#DDF3E6", "<bdi>Amina</bdi>", "C-2026-00418"):
        assert shown in words.html
    assert "Net  3\u00a0960,00\u00a0MAD" in words.text


def test_the_same_letter_is_the_same_message():
    one = letter("reset_link")
    assert in_words(one).headers["Message-ID"] == in_words(one).headers["Message-ID"]
    assert in_words(one).headers["Message-ID"] != in_words(letter("reset_link")).headers["Message-ID"]
