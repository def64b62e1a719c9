"""Errors for machines (RFC 9457), wherever they are made: in a view of DRF, before it, or instead of it."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from kit.requests import id_of

PATHS = ("/api/", "/auth/")
CONTENT_TYPE = "application/problem+json"


def body(request_id: str, status: int, code: str, detail: Any, **more: Any) -> dict[str, Any]:
    """`errors` lists fields, `facts` are plain values for the client."""
    problem = {
        "type": f"/developpeurs/erreurs#{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": str(detail),
        "code": code,
        "request_id": request_id,
        "errors": more.get("errors", []),
    }
    if more.get("facts"):
        problem["facts"] = more["facts"]
    return problem


def is_api(request: HttpRequest) -> bool:
    """Does this request expect JSON, whatever becomes of it?"""
    return request.path.startswith(PATHS)


def answer(
    request: HttpRequest, status: int, code: str, detail: Any, headers: dict[str, str] | None = None
) -> JsonResponse:
    """The same, outside of DRF."""
    problem = body(id_of(request), status, code, detail)
    return JsonResponse(problem, status=status, headers=headers, content_type=CONTENT_TYPE)
