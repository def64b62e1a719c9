"""The web server asked to stop while fifty people wait for an answer: all are answered, and it ends soon."""

import select
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from accounts.models import SignIn
from accounts.services import issue_tokens
from conftest import deliver_all, fund
from influmaroc.tests.deals import signed_deal
from influmaroc.tests.processes import ask, request
from payments.models import Payout
from payments.selectors import audit
from payments.services import add_payout_method
from payments.tests.conftest import RIB

N_READ, N_PAID_OUT = 40, 10
ENDS_S = 10
PAYOUT = {"amount": {"amount": "100.00", "currency": "MAD"}}


@pytest.fixture
def orders(atlas_brand, amina):
    """Forty people who look at their money, and ten transfers that are asked for."""
    deliver_all(fund(signed_deal(atlas_brand, amina, 1_500_000)))
    add_payout_method(wallet=amina.influencer.wallet, holder_name="Amina", rib=RIB, by=amina)
    token = issue_tokens(user=amina, factor=SignIn.Factor.TOTP).access
    reads = [("GET", "/api/finances/earnings", None, {"token": token})] * N_READ
    writes = [
        ("POST", "/api/finances/request-payout", PAYOUT, {"token": token, "key": f"out-{n}"})
        for n in range(N_PAID_OUT)
    ]
    return [*writes, *reads]


def rest_of(line):
    answer = line.getresponse()
    return answer.status, answer.read()


def is_up(programs):
    try:
        return ask(programs.line(timeout=2), "GET", "/healthz")[0] == 200
    except OSError:
        return False


def stop_while_all_wait(programs, orders):
    """Lines to fifty answers that are still owed, half a second after SIGTERM; and when it was sent."""
    lines = [programs.line() for _ in orders]
    with psycopg.connect(programs.surroundings["DATABASE_URL"]) as held:
        held.execute("LOCK TABLE payments_wallet IN ACCESS EXCLUSIVE MODE")
        for line, (method, path, body, words) in zip(lines, orders, strict=True):
            request(line, method, path, body, **words)
        time.sleep(1)
        began = time.monotonic()
        programs.running["web"].signal(signal.SIGTERM)
        time.sleep(0.5)
        answered, _, _ = select.select([line.sock for line in lines], [], [], 0)
        assert answered == []
    return lines, began


@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_r24_whoever_waits_is_answered_before_the_server_ends(programs, orders):
    programs.start("web")
    for _ in range(8):  # both processes have read the code
        assert is_up(programs)
    lines, began = stop_while_all_wait(programs, orders)
    with ThreadPoolExecutor(len(lines)) as pool:
        answers = list(pool.map(rest_of, lines))
    answered_s = time.monotonic() - began
    programs.running["web"].popen.wait(3 * ENDS_S)
    ended_s = time.monotonic() - began
    wrong = [body for status, body in answers if status not in {200, 201}]
    print(  # noqa: T201
        f"{len(lines) - len(wrong)} of {len(lines)} requests in flight answered, "
        f"the last {answered_s:.1f} s after SIGTERM; ended after {ended_s:.1f} s"
    )
    assert wrong == []
    assert ended_s <= ENDS_S
    assert Payout.objects.count() == N_PAID_OUT
    assert audit() == []
    assert not is_up(programs)
