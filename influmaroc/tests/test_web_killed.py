"""The web server killed while money is asked for, the answers lost: asked again, it happens exactly once.

The server is the stack's own. Every other kill takes all of it, and it is started anew, as whoever runs it
would; the others take one of its two processes, which it has to replace while the one left answers.
"""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command

from accounts.models import SignIn
from accounts.services import issue_tokens
from campaigns.models import Move
from conftest import deliver_all, fund
from events.models import IdempotentAnswer
from influmaroc.tests.deals import signed_deal
from influmaroc.tests.processes import ask, request
from payments.models import Payment, Payout, Refund
from payments.services import add_payout_method
from payments.tests.conftest import RIB

N_KILLS = 40
GIVEN_UP_S = 60.0  # a machine that is busy with other things starts a server slowly; what it took is printed
PAYOUT = {"amount": {"amount": "100.00", "currency": "MAD"}}
FRESH = {200, 201}


@pytest.fixture
def world(atlas_brand, amina):
    """For each kill a contract to pay and one to end, and a wallet with enough for all transfers."""
    deliver_all(fund(signed_deal(atlas_brand, amina, 1_500_000)))
    add_payout_method(wallet=amina.influencer.wallet, holder_name="Amina", rib=RIB, by=amina)
    to_pay = [signed_deal(atlas_brand, amina) for _ in range(N_KILLS)]
    to_end = [fund(signed_deal(atlas_brand, amina)) for _ in range(N_KILLS)]
    return to_pay, to_end


def orders(n, world, atlas, amina):
    """The three money POSTs under way at kill `n`: to pay, to be paid, to get money back."""
    brand, creator = (issue_tokens(user=who, factor=SignIn.Factor.TOTP).access for who in (atlas, amina))
    to_pay, to_end = world
    intent = {"collaboration": str(to_pay[n].pk)}
    cancel = f"/api/collaborations/{to_end[n].pk}/cancel"
    return [
        ("/api/payments/create-payment-intent", intent, {"token": brand, "key": f"pay-{n}"}),
        ("/api/finances/request-payout", PAYOUT, {"token": creator, "key": f"payout-{n}"}),
        (cancel, {"reason": "Plus de stock"}, {"token": brand, "key": f"cancel-{n}"}),
    ]


def send_and_kill(programs, chance, n, some, after_s):
    """Three requests on their way, nobody reads the answers, and a kill: of all of it, or of one worker."""
    lines = [programs.line() for _ in some]
    for line, (path, body, words) in zip(lines, some, strict=True):
        request(line, "POST", path, body, **words)
    time.sleep(after_s)
    if n % 2:
        programs.kill_one_of("web", chance)
    else:
        programs.kill("web")
    for line in lines:
        line.close()


def again(programs, path, body, words):
    """The same request until a server takes it, then once more: it never acts, and says the same."""
    end = time.monotonic() + GIVEN_UP_S
    while True:
        try:
            first = ask(programs.line(), "POST", path, body, **words)
            break
        except OSError:
            assert time.monotonic() < end, "no server took it"
            time.sleep(0.02)
    second = ask(programs.line(), "POST", path, body, **words)
    assert first[0] in FRESH, first
    assert (first[0], first[2]) == (second[0], second[2])
    assert second[1].get("idempotent-replayed") == "true"
    return first[1].get("idempotent-replayed") == "true"


def kill_once(programs, chance, n, some, after_s):
    """How many had acted by then, and how long until all were answered."""
    send_and_kill(programs, chance, n, some, after_s)
    began = time.monotonic()
    if not n % 2:
        programs.start("web")
    with ThreadPoolExecutor(len(some)) as pool:
        n_done = sum(pool.map(lambda order: again(programs, *order), some))
    return n_done, time.monotonic() - began


def warm(programs, amina):
    """How long such a request takes when nobody is killed."""
    token = issue_tokens(user=amina).access
    took = []
    for _ in range(6):
        began = time.monotonic()
        assert ask(programs.line(), "GET", "/api/finances/earnings", token=token)[0] == 200
        took.append(time.monotonic() - began)
    return min(took)


def assert_each_acted_once(world, amina):
    to_pay, to_end = world
    assert IdempotentAnswer.objects.count() == 3 * N_KILLS
    for deal in to_pay:
        assert Payment.objects.filter(escrow_id=deal.escrow_id).count() == 1
    for deal in to_end:
        assert Refund.objects.filter(payment__escrow_id=deal.escrow_id).count() == 1
        assert Move.objects.filter(collaboration=deal, to_state="cancelled").count() == 1
    assert Payout.objects.filter(wallet=amina.influencer.wallet, amount_centimes=10_000).count() == N_KILLS


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.django_db(transaction=True)
def test_a_request_whose_answer_a_killed_server_took_along_acts_once(programs, world, atlas, amina):
    chance, seen, recovered = random.Random(8), Counter(), []
    programs.start("web")
    for n in range(N_KILLS):
        some = orders(n, world, atlas, amina)
        typical_s = warm(programs, amina)
        after_s = chance.uniform(0, 1) * 12 * typical_s
        n_done, took_s = kill_once(programs, chance, n, some, after_s)
        seen[n_done] += 1
        recovered.append(took_s)
    assert_each_acted_once(world, amina)
    call_command("ledger_check")
    n_before = sum(seen[n] * (3 - n) for n in seen)
    print(  # noqa: T201
        f"{N_KILLS} kills, {3 * N_KILLS} requests: {n_before} had not acted, {3 * N_KILLS - n_before} had; "
        f"slowest recovery {max(recovered):.1f} s"
    )
    assert 0 < n_before < 3 * N_KILLS
