"""The attacks of docs/security/attacks.md on a running product: its hashing, throttles, front and letters."""

import base64
import hashlib
import hmac
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from influmaroc.settings import dev
from influmaroc.tests.attacks.people import PASSWORD, Somebody, some_place

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
KEY = dev.SIMPLE_JWT["SIGNING_KEY"]
WRONG = "Pas-le-bon-mot-de-passe"


def packed(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def by_hand(header, claims, key=b"", digest=hashlib.sha256):
    """A token made without a library, which would refuse to make most of these."""
    body = ".".join(packed(json.dumps(part).encode()) for part in (header, claims))
    return f"{body}.{packed(hmac.new(key, body.encode(), digest).digest()) if key else ''}"


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


def signed(claims, **changes):
    return by_hand({"alg": "HS256", "typ": "JWT"}, {**claims, **changes}, KEY.encode())


def forged(token):
    """Twelve ways to say that one is somebody, without the key."""
    claims, (head, body, signature) = claims_of(token), token.split(".")
    mine = rsa.generate_private_key(65537, 2048)
    hs = {"alg": "HS256", "typ": "JWT"}
    other = packed(json.dumps({**claims, "user_id": "00000000-0000-7000-8000-000000000000"}).encode())
    return {
        "none": by_hand({"alg": "none"}, claims),
        "None": by_hand({"alg": "None"}, claims),
        "nOnE": by_hand({"alg": "nOnE"}, claims),
        "no signature": f"{head}.{body}.",
        "another payload": f"{head}.{other}.{signature}",
        "another key": by_hand(hs, claims, b"x" * 64),
        "Django's key": by_hand(hs, claims, dev.SECRET_KEY.encode()),
        "another algorithm": by_hand({"alg": "HS512"}, claims, KEY.encode(), hashlib.sha512),
        "a key of one's own": jwt.encode(claims, mine, algorithm="RS256"),
        "kid is a path": by_hand({**hs, "kid": "../../../../dev/null"}, claims, b"\0"),
        "kid is SQL": by_hand({**hs, "kid": "x' UNION SELECT 'k' --"}, claims, b"k"),
        "jku": by_hand(
            {**hs, "jku": "https://attacker.example/keys", "x5u": "https://a.example"}, claims, b"k"
        ),
        "crit": by_hand({**hs, "crit": ["b64"], "b64": False}, claims, KEY.encode()),
    }


def test_a1_no_token_that_was_made_elsewhere_lets_in(newcomer):
    person = newcomer()
    assert person.is_in()
    assert person.is_in(signed(claims_of(person.access))), "made by hand with the right key, it must be good"
    assert {name for name, token in forged(person.access).items() if person.is_in(token)} == set()


def test_a2_a_token_is_good_in_its_time_only(newcomer):
    person, now = newcomer(), int(time.time())
    claims = claims_of(person.access)
    assert claims["exp"] - claims["iat"] <= 600
    assert claims_of(person.refresh)["exp"] - now <= 14 * 24 * 3600
    assert person.is_in(signed(claims, nbf=now - 5))
    wrong = [{"exp": now - 31}, {"nbf": now + 60}, {"iat": now + 24 * 3600}]
    assert [change for change in wrong if person.is_in(signed(claims, **change))] == []


def test_a3_a_token_is_good_for_its_own_purpose_only(newcomer):
    person = newcomer()
    access, refresh = claims_of(person.access), claims_of(person.refresh)
    changes = [{"aud": "elsewhere"}, {"iss": "elsewhere"}, {"token_type": "refresh"}, {"token_type": "reset"}]
    others = [signed(access, **change) for change in changes]
    without = [
        signed({k: v for k, v in access.items() if k != name}) for name in ("aud", "iss", "sid", "jti")
    ]
    assert [token for token in [person.refresh, *others, *without] if person.is_in(token)] == []
    for token in (person.access, signed(refresh, aud="elsewhere")):
        assert person.call("POST", "/api/auth/refresh-token", {"refresh": token}).status_code == 401
    assert person.is_in()


def refreshed(person, token):
    return person.call("POST", "/api/auth/refresh-token", {"refresh": token}, token="")


def test_a4_a_refresh_token_used_again_ends_all_of_its_family(newcomer):
    person = newcomer()
    stolen = person.refresh
    for _n in range(2):
        answer = refreshed(person, person.refresh)
        assert answer.status_code == 200
        person.keep(answer.json())
    assert person.is_in()
    assert refreshed(person, stolen).status_code == 401
    assert not person.is_in()
    assert refreshed(person, person.refresh).status_code == 401
    assert person.letter("refresh_reused")


def test_a5_after_logging_out_nothing_is_good(newcomer):
    person = newcomer()
    assert person.is_in()
    assert person.call("POST", "/api/auth/logout", {"refresh": person.refresh}, token="").status_code == 204
    assert not person.is_in()
    assert refreshed(person, person.refresh).status_code == 401


def test_a6_a_new_password_ends_what_was_open_and_tells_the_mailbox(newcomer, stack):
    person, elsewhere = newcomer(), Somebody(stack)
    elsewhere.keep(elsewhere.log_in(person.email, device=person.device).json())
    assert elsewhere.is_in()
    body = {"current": PASSWORD, "password": "Promenade-au-bord-de-mer-2026"}
    assert person.call("POST", "/api/auth/change-password", body).status_code == 204
    assert not elsewhere.is_in()
    assert refreshed(elsewhere, elsewhere.refresh).status_code == 401
    assert person.letter("password_changed")


def page_login(http, base_url, email):
    page = http.get(f"{base_url}/fr/connexion", timeout=20)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    form = {"email": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    return http.post(f"{base_url}/fr/connexion", form, headers={"Referer": base_url}, timeout=20)


def test_a8_a_planted_session_never_becomes_anybodys(newcomer, stack):
    person, planted = newcomer(), "planted0planted0planted0planted0"
    victim = Somebody(stack).http
    victim.cookies.set("session", planted)
    victim.cookies.set("sessionid", planted)
    victim.cookies.set("device", person.device)
    page_login(victim, stack, person.email)
    assert "/createur" in victim.get(f"{stack}/fr/connexion", timeout=20).url, "the victim is in"
    assert victim.get(f"{stack}/fr/reglages/compte", timeout=20).url.endswith("/reglages/compte")
    for name in ("session", "sessionid"):
        thief = requests.get(f"{stack}/fr/reglages/compte", cookies={name: planted}, timeout=20)
        assert "/connexion" in thief.url


def test_a10_guessing_ends_and_its_owner_still_gets_in(newcomer, stack):
    """More than the hundred tries an hour of an account, from many addresses and under made-up names."""
    person = newcomer()
    guesser = Somebody(stack)
    names = [{"X-Forwarded-For": f"203.0.113.{n}", "X-Real-IP": f"203.0.113.{n}"} for n in range(12)]
    one_place = [guesser.log_in(person.email, WRONG, **name).status_code for name in names]
    assert one_place == [401] * 10 + [429] * 2, "a made-up header is not another address"
    places = [Somebody(stack) for _n in range(10)]
    with ThreadPoolExecutor(4) as pool:
        tries = [place for place in places for _n in range(10)]
        got = list(pool.map(lambda place: place.log_in(person.email, WRONG).status_code, tries))
    assert got.count(401) <= 90
    assert 429 in got
    stranger = Somebody(stack).log_in(person.email)
    assert (stranger.status_code, "Retry-After" in stranger.headers) == (429, True)
    assert Somebody(stack).log_in(person.email, device=person.device).status_code == 200


def heard(answer):
    """An answer without what is random in every answer."""
    body = re.sub(r'"(token|request_id|instance|expires_at)": ?"[^"]*"', r'"\1":"-"', answer.text)
    own = {"date", "x-request-id", "ratelimit-reset"}
    kept = {name.lower(): value for name, value in answer.headers.items() if name.lower() not in own}
    return answer.status_code, body, kept


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/auth/login", {"password": WRONG}, 401),
        ("/api/auth/forgot-password", {}, 202),
        ("/auth/forgot-password", {}, 202),
        (
            "/api/auth/register",
            {"password": PASSWORD, "name": "Nour", "role": "influencer", "language": "fr"},
            202,
        ),
    ],
)
def test_a11_known_and_unknown_addresses_hear_the_same(newcomer, stack, path, body, status):
    person = newcomer()
    known, unknown = (
        heard(Somebody(stack).call("POST", path, {**body, "email": email}))
        for email in (person.email, Somebody(stack).email)
    )
    assert known == unknown
    assert known[0] == status


def test_a11_another_code_and_another_address_tell_nothing(newcomer, stack):
    person, other = newcomer(), newcomer()
    body = {"password": PASSWORD, "name": "Nour", "role": "influencer"}
    again = []
    for email in (person.email, Somebody(stack).email):
        somebody = Somebody(stack)
        token = somebody.call("POST", "/api/auth/register", {**body, "email": email}).json()["token"]
        again.append(heard(somebody.call("POST", "/api/auth/resend-code", {"token": token})))
    moved = [
        heard(by.call("POST", "/api/auth/email", {"email": email}))
        for by, email in ((person, other.email), (other, Somebody(stack).email))
    ]
    assert (again[0], moved[0]) == (again[1], moved[1])
    assert (again[0][0], moved[0][0]) == (202, 202)


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Forwarded-Server"])
def test_a14_a_made_up_host_reaches_no_letter(newcomer, stack, name):
    person = newcomer()
    value = "host=evil.example" if name == "Forwarded" else "evil.example"
    body = {"email": person.email}
    answer = Somebody(stack).call("POST", "/api/auth/forgot-password", body, headers={name: value})
    assert answer.status_code == 202
    letter = person.letter("reset_link")
    assert letter["link"].startswith(f"{stack}/")
    assert "evil" not in json.dumps(letter)


def test_a14_an_unknown_host_is_refused_and_sends_nothing(newcomer, stack):
    person = newcomer()
    answer = Somebody(stack).call(
        "POST", "/api/auth/forgot-password", {"email": person.email}, headers={"Host": "evil.example"}
    )
    assert answer.status_code == 400
    assert person.letters("reset_link") == []


def test_l1_a_counter_is_right_however_many_ask_at_once(stack):
    """Ten of twenty-four tries that arrive together are let through, give or take none."""
    guesser, email = Somebody(stack), Somebody(stack).email
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _n: guesser.log_in(email, WRONG).status_code, range(24)))
    assert (got.count(401), got.count(429)) == (10, 14)


def test_l5_letters_about_a_password_are_few(newcomer, stack):
    person = newcomer()
    path = "/api/auth/forgot-password"
    got = [
        Somebody(stack).call("POST", path, {"email": person.email}, token="").status_code for _n in range(5)
    ]
    assert got == [202, 202, 202, 429, 429]
    assert [Somebody(stack, some_place()).call("POST", path, {"email": "b@example.ma"}).status_code] == [202]


def test_z24_no_answer_tells_of_the_inside(stack, stranger):
    """Bodies that cannot be read, addresses that do not exist, methods that are not offered."""
    answers = [
        stranger.http.post(f"{stack}/api/auth/login", data=b"[" * 50_000, headers=JSON, timeout=20),
        stranger.http.post(f"{stack}/api/auth/login", data=b'{"email": NaN}', headers=JSON, timeout=20),
        stranger.http.post(f"{stack}/api/auth/login", data=b"\xff\xfe", headers=JSON, timeout=20),
        stranger.call("GET", "/api/nowhere"),
        stranger.call("DELETE", "/api/auth/login"),
        stranger.call("GET", "/fr/%00"),
        stranger.call("GET", "/api/auth/validate-reset-token/" + "x" * 3000),
    ]
    assert all(400 <= answer.status_code < 500 for answer in answers), [a.status_code for a in answers]
    inside = re.compile(r"Traceback|psycopg|site-packages|django\.|File \"|SELECT |granian", re.IGNORECASE)
    assert [inside.search(answer.text + str(answer.headers)) for answer in answers] == [None] * len(answers)
    started = datetime.now(UTC)
    assert stranger.call("GET", "/healthz").status_code == 200
    assert (datetime.now(UTC) - started).total_seconds() < 5


JSON = {"Content-Type": "application/json"}
