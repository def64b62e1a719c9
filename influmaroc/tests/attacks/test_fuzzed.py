"""The doors of identity, given what the schema allows and what it does not: nothing breaks, whoever asks."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings, strategies
from rest_framework.test import APIClient
from schemathesis.core import NOT_SET
from schemathesis.generation import GenerationMode

from accounts.services import issue_tokens
from influmaroc.tests.attacks.walks import undone

IDENTITY = r"^/api/(auth|users|admin/users)"
SECOND_DOOR = ("/api/auth/forgot", "/api/auth/reset", "/api/auth/validate", "/api/auth/admin")
WHO = ["visitor", "amina", "atlas", "staff"]


@pytest.fixture
def token(request, db):
    """Of each identity; everybody is there, so that there is somebody to find."""
    people = {name: request.getfixturevalue(name) for name in WHO if name != "visitor"}
    return lambda who: issue_tokens(user=people[who], factor="totp").access if who in people else ""


def operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
    for result in schema.include(path_regex=IDENTITY).get_all_operations():
        yield result.ok()


def cases(operation: Any) -> Any:
    """What the schema allows, and what it forbids where it forbids anything."""
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    try:
        return strategies.one_of(allowed, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    except (ValueError, TypeError):
        return allowed


def send(case: Any, token: str) -> Iterator[tuple[str, int]]:
    paths = [case.formatted_path]
    if paths[0].startswith(SECOND_DOOR):
        paths.append(paths[0].removeprefix("/api"))
    body = b"" if case.body is NOT_SET else json.dumps(case.body, default=str).encode(errors="replace")
    for path in paths:
        api = APIClient(raise_request_exception=False)
        if token:
            api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        with undone():
            answer = api.generic(
                case.method, path, body, content_type="application/json", query_params=query(case)
            )
        yield path, answer.status_code


def query(case: Any) -> dict[str, Any]:
    return {name: str(value) for name, value in (case.query or {}).items()}


def assert_nothing_breaks(token: str, n_examples: int) -> None:
    found: dict[str, Any] = {}
    heard: Counter[int] = Counter()
    careful = settings(
        max_examples=n_examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def try_it(case: Any) -> None:
        for path, status in send(case, token):
            heard[status // 100] += 1
            if status >= 500:
                found[f"{case.method} {path}"] = (case.query, case.body)

    for operation in operations():
        careful(given(case=cases(operation))(try_it))()
    assert found == {}
    assert heard[2], "some of it must have been taken"
    assert heard[4] > 10 * n_examples, "and much of it refused"


@pytest.mark.timeout(120)
@pytest.mark.parametrize("who", WHO)
def test_a_few_strange_requests_break_nothing(token, who):
    assert_nothing_breaks(token(who), 3)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("who", WHO)
def test_many_strange_requests_break_nothing(token, who):
    assert_nothing_breaks(token(who), 100)


def test_the_doors_of_identity_are_all_tried():
    paths = {operation.path for operation in operations()}
    assert len(paths) > 35
    assert {"/api/auth/login", "/api/users/profile", "/api/admin/users/{id}/status"} <= paths
