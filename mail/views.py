"""The page behind the link that ends the news, and in development the letters themselves."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from kit.pages import framed
from mail.models import ShownLetter
from mail.selectors import who_refuses
from mail.services import refuse_news

N_SHOWN = 200


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it: by the button here, or by a mail program in one click (RFC 8058), no cookies.

    The signed link is the proof, so nothing else is asked for.
    """
    user_id = who_refuses(token)
    if user_id is None:
        raise Http404
    if request.method == "POST":
        refuse_news(user_id=user_id)
    return render(request, "mail/unsubscribe.html", {"is_done": request.method == "POST"})


@require_GET
def dev_list(request: HttpRequest) -> HttpResponse:
    """Every letter that left, newest first; ?to= narrows, ?format=json is for machines."""
    _ensure_demo()
    letters = ShownLetter.objects.all()
    if to := request.GET.get("to", ""):
        letters = letters.filter(to__iexact=to)
    if request.GET.get("format") == "json":
        return JsonResponse([_as_json(letter) for letter in letters[:N_SHOWN]], safe=False)
    return render(request, "mail/dev_list.html", {"letters": letters.defer("html")[:N_SHOWN], "to": to})


@require_GET
def dev_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One letter, as HTML in a frame and as text."""
    _ensure_demo()
    letter = get_object_or_404(ShownLetter, pk=pk)
    if request.GET.get("format") == "json":
        return JsonResponse(_as_json(letter))
    return render(request, "mail/dev_letter.html", {"letter": letter})


@require_GET
def dev_html(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the frame shows."""
    _ensure_demo()
    return framed(get_object_or_404(ShownLetter, pk=pk).html)


def _ensure_demo() -> None:
    if not settings.DEMO:
        raise Http404


def _as_json(letter: ShownLetter) -> dict[str, Any]:
    names = ("to", "kind", "subject", "text", "code", "token", "link")
    return {"id": str(letter.pk), "at": letter.at, **{name: getattr(letter, name) for name in names}}
