"""Rows without ceremony: what is prepared, and what may be written into a statement."""

import pytest
from django.db import ProgrammingError, connection, transaction

from kit.rows import fetch, spelled_out

PREPARED = "select statement from pg_prepared_statements where statement like %s"


def n_prepared(mark):
    return len(fetch(PREPARED, [f"%{mark}%"], prepare=False))


def test_the_server_keeps_a_statement_from_its_first_run(db):
    assert fetch("select 1 as kept_one, %s::int", [7]) == [(1, 7)]
    assert n_prepared("kept_one") == 1


def test_a_statement_that_wants_its_own_plan_is_not_kept(db):
    assert fetch("select 1 as free_one, %s::int", [7], prepare=False) == [(1, 7)]
    assert n_prepared("free_one") == 0


def test_counted_queries_answer_the_same(db, django_assert_num_queries):
    quick = fetch("select %s::int, array['a', 'b']", [7])
    with django_assert_num_queries(1):
        assert fetch("select %s::int, array['a', 'b']", [7]) == quick


def test_constants_are_written_in_and_the_rest_stays_open():
    sql, kept = spelled_out("a in (%s, %s) and b = %s", ["open", "x", 7], is_open=lambda param: param == 7)
    assert (sql, kept) == ("a in ('open', 'x') and b = %s", (7,))


@pytest.mark.parametrize("constant", ["l'eau", "50 %", "%s", "a\\b", "';--", "é", 12, True, None])
def test_a_constant_means_the_same_written_in(db, constant):
    sql, kept = spelled_out("select %s, %s", [constant, "open"], is_open=lambda param: param == "open")
    assert fetch(sql, kept) == [(constant, "open")]


def test_a_statement_whose_places_cannot_be_told_is_refused():
    with pytest.raises(ValueError, match="zip"):
        spelled_out("select '%%s', %s", [1], is_open=lambda _param: False)


def test_what_goes_wrong_is_told_as_django_does(db):
    assert not connection.queries_logged
    with pytest.raises(ProgrammingError), transaction.atomic():
        fetch("SELECT nothing_of_this_name", [])
