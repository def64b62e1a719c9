"""The way to the database cut for half a minute under load: everybody is told to come back, in the form that
they read, and soon after its return all is well without anybody starting anything.
"""

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.models import SignIn
from accounts.services import issue_tokens
from conftest import Client, deliver_all, fund
from influmaroc.tests.dbproxy import Way
from influmaroc.tests.deals import signed_deal
from payments.models import Payment
from payments.selectors import audit

GONE_S = 30
BACK_S = 10
LONGEST_S = 15  # that anybody waits to be told


@pytest.fixture
def way(programs):
    """The programs come to the database by it alone."""
    way = Way(programs.folder)
    programs.surroundings["DATABASE_URL"] = way.url
    return way


@pytest.fixture
def visits(atlas_brand, amina, atlas):
    """What people do: (name, method, path, body, headers)."""
    deliver_all(fund(signed_deal(atlas_brand, amina)))
    deal = signed_deal(atlas_brand, amina)
    token = issue_tokens(user=atlas, factor=SignIn.Factor.TOTP).access
    browser = Client()
    browser.force_login(amina)
    cookie = {"Cookie": f"sessionid={browser.cookies['sessionid'].value}", "Accept": "text/html"}
    mine = {"Authorization": f"Bearer {token}"}
    pay = {"collaboration": str(deal.pk)}
    return [
        ("api", "GET", "/api/campaigns", None, {}),
        ("api", "GET", "/api/payments/history", None, mine),
        ("api", "POST", "/api/payments/create-payment-intent", pay, {**mine, "Idempotency-Key": "gone-1"}),
        ("page", "GET", "/fr/campagnes", None, {"Accept": "text/html"}),
        ("page", "GET", "/ar/createur", None, cookie),
        ("health", "GET", "/healthz", None, {}),
    ]


def visit(programs, one):
    """(name, status, headers, body, seconds); every visitor has a line of their own."""
    name, method, path, body, headers = one
    line, began = programs.line(), time.monotonic()
    content = json.dumps(body).encode() if body else None
    line.request(method, path, content, {"Content-Type": "application/json", **headers})
    answer = line.getresponse()
    said = answer.read()
    line.close()
    return name, answer.status, dict(answer.getheaders()), said, time.monotonic() - began


def visited(programs, visits):
    with ThreadPoolExecutor(len(visits)) as pool:
        return list(pool.map(lambda one: visit(programs, one), visits))


def wrong_in(name, status, headers, said, took_s):
    """What of an answer without a database is not as it should be."""
    headers = {key.lower(): value for key, value in headers.items()}
    words = said.decode()
    wrong = [] if status == 503 else [f"{name}: {status}"]
    if took_s > LONGEST_S:
        wrong.append(f"{name}: {took_s:.1f} s")
    if name != "health" and not headers.get("retry-after", "").isdigit():
        wrong.append(f"{name}: no Retry-After")
    if name == "api":
        is_problem = headers["content-type"].startswith("application/problem+json")
        if not is_problem or json.loads(said)["code"] != "unavailable":
            wrong.append(f"api: {words[:200]}")
    if name == "page" and ("<h1" not in words or "Traceback" in words or "psycopg" in words):
        wrong.append(f"page: {words[:200]}")
    return wrong


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.django_db(transaction=True)
def test_r19_half_a_minute_without_a_database(programs, way, visits):
    programs.start("web")
    before = visited(programs, [one for one in visits if one[1] == "GET"] * 3)
    assert [(name, said[:200]) for name, status, _h, said, _s in before if status != 200] == []
    way.shut()
    end, during = time.monotonic() + GONE_S, []
    while time.monotonic() < end:
        during += visited(programs, visits)
        time.sleep(0.5)
    way.open()
    back, after = time.monotonic(), []
    while True:
        after.append(visited(programs, visits))
        healthy_s = time.monotonic() - back
        if all(status in {200, 201} for _name, status, *_more in after[-1]):
            break
        assert healthy_s < 6 * BACK_S, after[-1]
        time.sleep(0.2)
    print(  # noqa: T201
        f"{len(during)} answers in {GONE_S} s without a database: "
        f"{dict(Counter(one[1] for one in during))}, slowest {max(one[4] for one in during):.1f} s; "
        f"well {healthy_s:.1f} s after its return"
    )
    assert [wrong for one in during for wrong in wrong_in(*one)] == []
    assert healthy_s <= BACK_S
    assert Payment.objects.count() == 2  # the one before, and of all tries to pay the one that came through
    assert audit() == []
