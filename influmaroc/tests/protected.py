"""What every answer must carry, asked of each one that the matrix gets and of those that are no route."""

import re

from influmaroc.settings import web

ALWAYS = (*web.PROTECTION_HEADERS, "Content-Security-Policy", "Strict-Transport-Security", "X-Request-ID")
NEVER = ("Server", "X-Powered-By")
OK = 200
# A letter is shown in a frame of ours, with its own styles and without any script (mail/tests/test_views.py).
LETTER = re.compile(r"^/dev/mails/[^/]+/html|^/fr/reglages/notifications/apercu")
PUBLIC_FILES = {"/robots.txt", "/sw.js", "/.well-known/security.txt"}


def policy_of(answer):
    parts = answer["Content-Security-Policy"].split("; ")
    return {name: words.split() for name, _, words in (part.partition(" ") for part in parts)}


def assert_protected(answer, where):
    missing = [name for name in ALWAYS if name not in answer.headers]
    assert missing == [], where
    assert [name for name in NEVER if name in answer.headers] == [], where
    policy = policy_of(answer)
    assert policy["default-src"] == ["'none'"], where
    assert policy["base-uri"] == ["'none'"], where
    if not (LETTER.search(where) and answer.status_code == OK):
        assert policy["frame-ancestors"] == ["'none'"], where
        assert_nothing_unsafe(policy, where)


def assert_nothing_unsafe(policy, where):
    unsafe = {word for words in policy.values() for word in words if "unsafe" in word}
    assert unsafe == set() or where.startswith("/admin/"), where


def assert_not_kept(answer, who, where):
    """Nobody keeps a copy of what one person was told; files that are the same for everybody may be kept."""
    kept = answer.headers.get("Cache-Control", "") != "no-store"
    assert not kept or who == "visitor" or where in PUBLIC_FILES or where.startswith("/media/"), (
        f"{where} for {who}"
    )
