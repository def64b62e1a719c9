from kit.breaker import Breaker


def test_it_opens_after_so_many_in_a_row_and_lets_one_through_after_its_rest():
    now = [0.0]
    breaker = Breaker(limit=3, rest_s=60, clock=lambda: now[0])
    for _ in range(2):
        breaker.failed("cmi")
    assert not breaker.is_open("cmi")
    breaker.failed("cmi")
    assert (breaker.is_open("cmi"), breaker.is_open("bank")) == (True, False)
    now[0] = 61.0
    assert not breaker.is_open("cmi")
    breaker.failed("cmi")
    assert breaker.is_open("cmi")


def test_an_answer_forgets_the_silences():
    breaker = Breaker(limit=2, rest_s=60)
    for _ in range(3):
        breaker.failed("cmi")
        breaker.worked("cmi")
    assert not breaker.is_open("cmi")
