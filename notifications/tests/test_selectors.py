import re
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from kit.isolates import FSI, without_marks
from notifications.models import Notice
from notifications.selectors import KINDS, TOPICS, live_notice, localised, threads, unread_count
from notifications.selectors.sentences import html, text, title

EVERYTHING = {
    "campaign": "Huile d'argan",
    "brand": "Atlas",
    "influencer": "Amina",
    "party": "Atlas",
    "name": "Amina",
    "sender": "Amina",
    "last4": "1234",
    "host": "hooks.example.ma",
    "file": "photo.jpg",
    "numbers": "FA-2026-000001",
    "reference": "PL0123",
    "left": 7,
    "n": 3,
    "plan": "Pro",
    "version": 2,
    "platform": "instagram",
    "format": "reel",
    "words": {"fr": "Bonjour", "ar": "مرحبا", "en": "Hello"},
    **{f"{name}_at": "2026-11-24T22:59:00+00:00" for name in ("due", "drop", "usable", "until")},
    "expected_on": "2026-11-27",
    "reason": "account_closed",
    **{
        f"{name}_centimes": 450_000
        for name in ("price", "total", "net", "amount", "share", "refund", "owed", "brand_fee", "brand_vat")
    },
}


def notice(kind, **data):
    return Notice(kind=kind, data=data or EVERYTHING)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_well_in_every_language(kind, language):
    with override(language):
        words = text(notice(kind))
        heading = title(notice(kind))
    assert not re.search(r"%\(|\u2068\u2069|  |\bNone\b", words)
    assert words
    assert heading
    if language == "ar":
        assert re.search("[\u0600-\u06ff]", heading)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_names_only_what_reactions_give(kind):
    asked = set(re.findall(r"%\((\w+)\)s", str(KINDS[kind].text)))
    given = {re.sub("_(centimes|at|on)$", "", name) for name in EVERYTHING} | {"item", "why"}
    assert asked <= given


def test_every_kind_has_one_topic():
    named = [kind for _label, kinds in TOPICS.values() for kind in kinds]
    assert sorted(named) == sorted(KINDS)


def test_names_are_isolated_and_escaped():
    data = {"influencer": "<b>سلمى</b>", "campaign": "Argan", "price_centimes": 450_000}
    with override("fr"):
        shown = html(notice("application_sent", **data))
    assert "<bdi>&lt;b&gt;سلمى&lt;/b&gt;</bdi>" in shown
    assert "<bdi>4 500,00 MAD</bdi>".replace(" ", "\u00a0") in shown


def test_a_name_cannot_close_its_isolate():
    with override("fr"):
        words = text(notice("member_added", brand="At\u2069las\u202e"))
    assert words.count("\u2069") == words.count(FSI) == 1
    assert "\u202e" not in words


def test_what_somebody_wrote_is_quoted():
    with override("en"):
        words = without_marks(text(notice("application_rejected", brand="Atlas", campaign="A", quote="No.")))
    assert words.endswith("“No.”")


def test_a_kind_that_was_renamed_does_not_break_the_inbox():
    with override("fr"):
        assert title(notice("gone")) == title(notice("announcement"))


def test_a_missing_deadline_reads_as_words():
    with override("en"):
        words = without_marks(text(notice("offer_made", brand="Atlas", campaign="A", price_centimes=1)))
    assert words.endswith("expected before the deadline.")


def test_notices_of_one_contract_stand_together(amina, omar, say):
    say(amina, key="1")
    Notice.objects.update(thread="collaboration:1")
    say(amina, key="2")
    Notice.objects.filter(key__startswith="2").update(thread="")
    say(amina, key="3")
    Notice.objects.filter(key__startswith="3").update(thread="collaboration:1")
    found = threads(Notice.objects.of(amina))
    assert [len(one.notices) for one in found] == [2, 1]
    assert found[0].n_unread == 2
    assert found[0].brand == SimpleNamespace(name="Atlas Argan", logo="")


def test_a_link_is_shown_under_the_language_spoken():
    with override("ar"):
        assert localised("/contrats") == "/ar/contrats"
        assert localised("/admin/campaigns/") == "/admin/campaigns/"
        assert localised("") == ""


def test_a_browser_hears_in_its_readers_language(amina, omar, say):
    amina.language = "ar"
    notice = say(amina, "offer_made")
    news = live_notice(notice.pk, amina)
    assert (news["kind"], news["link"], news["unread"]) == ("notice", "/ar/contrats", 1)
    assert re.search("[\u0600-\u06ff]", news["text"])
    assert live_notice(notice.pk, omar) is None


def test_counting_costs_one_query(amina, say, django_assert_num_queries):
    say(amina)
    with django_assert_num_queries(1):
        assert unread_count(amina) == 1
