from itertools import pairwise

import pytest
from django.http import QueryDict

from conftest import make_influencer, person
from influencers.models import Influencer
from influencers.selectors import ORDERINGS, BadCursor, cards, count_capped, fewer_filters, read_filters
from influencers.services import refresh_cards


@pytest.fixture
def crowd(db):
    """Twelve creators in pairs of equal audience, with prices for ten of them."""
    for n in range(12):
        fields = {"city": "agadir" if n % 2 else "fes", "niches": ["food", "travel"] if n % 3 else ["tech"]}
        price = None if n < 2 else n // 2 * 10_000
        make_influencer(person(f"p{n}", "influencer"), f"p{n}", n // 2 * 1000, from_centimes=price, **fields)
    return list(Influencer.objects.all())


def names(query, **more):
    wanted, errors = read_filters(QueryDict(query))
    assert not errors
    return [card.handle for card in cards(wanted, **more).cards()]


def walk(ordering, size, direction="next"):
    seen, cursor = [], ""
    while cursor is not None:
        found = cards({}, ordering=ordering, cursor=cursor, size=size)
        seen += [card.handle for card in found.cards()]
        cursor = found.next
    return seen


@pytest.mark.parametrize("ordering", ORDERINGS)
@pytest.mark.parametrize("size", [1, 5, 12, 50])
def test_a_walk_meets_everybody_once(crowd, ordering, size):
    seen = walk(ordering, size)
    assert len(seen) == len(set(seen)) == (10 if ordering == "from_price" else 12)
    assert seen == walk(ordering, 100)


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_walking_back_shows_the_same_pages(crowd, ordering):
    first = cards({}, ordering=ordering, size=4)
    second = cards({}, ordering=ordering, size=4, cursor=first.next)
    back = cards({}, ordering=ordering, size=4, cursor=second.previous)
    assert first.previous is None
    assert back.rows == first.rows
    assert (back.previous, back.next) == (None, first.next)


def test_the_most_followed_come_first(crowd):
    figures = [row[0] for row in cards({}, size=100).rows]
    assert all(a >= b for a, b in pairwise(figures))


def test_filters_narrow_and_words_of_one_filter_widen(crowd):
    assert len(names("city=fes")) == 6
    assert len(names("city=fes&city=agadir")) == len(names("city=fes,agadir")) == 12
    assert set(names("niche=tech")) == {"p0", "p3", "p6", "p9"}
    assert set(names("niche=travel&city=agadir&min_followers=3000")) == {"p7", "p11"}
    assert names("platform=tiktok") == []
    assert len(names("language=fr&region=MA-04&platform=instagram,tiktok")) == 12
    assert set(names("max_price=200.00")) == {"p2", "p3", "p4", "p5"}
    assert set(names("max_followers=999")) == {"p0", "p1"}


def test_names_are_found_without_accents_or_case(crowd):
    Influencer.objects.filter(handle="p7").update(name="Loubna Éloïse أمينة")
    assert names("q=ELOISE") == names("q=امينه") == names("q=na é") == ["p7"]
    assert names("q=100%25") == names("q=_") == []


def test_an_unlisted_profile_is_in_no_list(crowd):
    Influencer.objects.filter(handle="p7").update(is_listed=False)
    assert "p7" not in names("")
    assert count_capped({}) == 11


@pytest.mark.parametrize("cursor", ["x", "n.1", "n.1.zz", "n.-1." + "0" * 32, "q.1." + "0" * 32])
def test_a_foreign_cursor_is_refused(db, cursor):
    with pytest.raises(BadCursor):
        cards({}, cursor=cursor)


def test_a_huge_cursor_is_just_the_end(crowd):
    for ordering in ORDERINGS:
        cards({}, ordering=ordering, cursor=f"n.{'9' * 18}.{'f' * 32}")


@pytest.mark.parametrize(
    "query", ["niche=arms", "city=paris", "min_followers=many", "max_price=NaN", "max_price=-1"]
)
def test_a_wrong_filter_is_named(query):
    wanted, errors = read_filters(QueryDict(query))
    assert list(errors) == [query.split("=")[0]]
    assert not wanted


def test_an_empty_result_says_which_filter_to_drop(crowd):
    wanted, _errors = read_filters(QueryDict("niche=tech&city=rabat"))
    assert fewer_filters(wanted) == [("city", 4)]


def test_a_page_is_one_query_when_cards_are_stored(crowd, django_assert_num_queries):
    with django_assert_num_queries(3):
        drawn_now = cards({}, size=12).rows
    refresh_cards()
    with django_assert_num_queries(1):
        assert cards({}, size=12).rows == drawn_now


def test_the_quick_way_and_the_counted_way_find_the_same(crowd, settings, django_assert_num_queries):
    quick = cards({"niche": ("food", "tech"), "q": "p"}, size=5)
    with django_assert_num_queries(3):
        assert cards({"niche": ("food", "tech"), "q": "p"}, size=5) == quick
