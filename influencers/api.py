"""Creators over the API: a public list made to be fast, and one profile that its owner may change."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from influencers.models import Influencer
from influencers.selectors import (
    ORDERINGS,
    BadCursor,
    CardPage,
    cards,
    public_profile,
    read_filters,
)
from influencers.serializers import CardPageSerializer, InfluencerSerializer
from influencers.services import save_profile, set_portrait
from kit.morocco import City, Region
from kit.paging import natural
from kit.uploads import PictureView
from kit.versions import asked_version, etag
from kit.vocabulary import Niche, Platform, Speech

NOTHING = CardPage(rows=[], next=None, previous=None)
PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
WORDS = {
    "niche": Niche,
    "city": City,
    "region": Region,
    "language": Speech,
    "platform": Platform,
}
PARAMETERS = [
    *(
        OpenApiParameter(
            name, many=True, explode=True, enum=list(words.values), description="Any of these; up to five."
        )
        for name, words in WORDS.items()
    ),
    OpenApiParameter("min_followers", int, description="Declared followers, all platforms together."),
    OpenApiParameter("max_followers", int),
    OpenApiParameter("max_price", str, description="Cheapest package in MAD, such as 2500.00."),
    OpenApiParameter("q", str, description="Part of the name or the handle; accents and case do not count."),
    OpenApiParameter("ordering", str, enum=list(ORDERINGS), default="-n_followers"),
    OpenApiParameter("page_size", int, description=f"At most {MAX_PAGE_SIZE}.", default=PAGE_SIZE),
    OpenApiParameter("cursor", str),
]


IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag that was read.")


class InfluencerList(APIView):
    """Creators whose profile is complete. Public, the same for everybody, so nobody is asked who they are."""

    authentication_classes = []
    permission_classes = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The hot road: a GET that asks for nothing wrong needs none of DRF's ceremony.

        Whatever is refused, and every other method, takes the usual road below, which explains itself.
        """
        if request.method == "GET":
            found, errors = _found(request.GET)
            if not errors:
                return HttpResponse(orjson.dumps(_body(request, found)), content_type="application/json")
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(operation_id="influencers_list", parameters=PARAMETERS, responses=CardPageSerializer)
    def get(self, request: Request) -> Response:
        found, errors = _found(request.GET)
        if errors:
            raise ValidationError(errors)
        return Response(_body(request, found))


def _found(query: QueryDict) -> tuple[CardPage, dict[str, Any]]:
    """The page asked for, or a sentence for each thing that cannot be asked."""
    wanted, errors = read_filters(query)
    ordering = query.get("ordering", "-n_followers")
    if ordering not in ORDERINGS:
        errors["ordering"] = _("Choose one of %(words)s.") % {"words": ", ".join(ORDERINGS)}
    if errors:
        return NOTHING, errors
    try:
        found = cards(wanted, ordering=ordering, cursor=query.get("cursor", ""), size=_size(query))
    except BadCursor:
        return NOTHING, {"cursor": _("This is not a cursor of this list.")}
    return found, {}


def _size(query: QueryDict) -> int:
    asked = natural(query.get("page_size"), MAX_PAGE_SIZE)
    return PAGE_SIZE if asked is None else max(asked, 1)


def _body(request: Any, found: CardPage) -> dict[str, Any]:
    return {
        "results": found.fragments(),
        "next": _link(request, found.next),
        "previous": _link(request, found.previous),
    }


def _link(request: Any, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    asked = [(name, value) for name, values in request.GET.lists() if name != "cursor" for value in values]
    query = urlencode([*asked, ("cursor", cursor)])
    return f"{request.scheme}://{request.get_host()}{request.path}?{query}"


@extend_schema_view(get=extend_schema(operation_id="influencers_search"))
class InfluencerSearch(InfluencerList):
    """The same list under the name that the brief gives it."""


class InfluencerDetail(APIView):
    """One profile. Its owner may change it; for anybody else there is nothing to change here (404)."""

    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(responses=InfluencerSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return _answer(public_profile(user=request.user, pk=pk))

    @extend_schema(parameters=[IF_MATCH], request=InfluencerSerializer, responses=InfluencerSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        return _change(request, pk, partial=False)

    @extend_schema(
        parameters=[IF_MATCH], request=InfluencerSerializer(partial=True), responses=InfluencerSerializer
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        return _change(request, pk, partial=True)


class InfluencerPortrait(PictureView):
    """The creator's portrait; only its owner changes it."""

    def keep(self, request: Request, upload: Any, **place: Any) -> str:
        mine = get_object_or_404(Influencer, pk=place["pk"], user=request.user)
        return set_portrait(influencer_id=mine.pk, upload=upload, by=request.user).portrait


class OwnInfluencer(APIView):
    """The caller's own profile: where an integration learns its id. 404 for people without one."""

    @extend_schema(responses=InfluencerSerializer, operation_id="influencers_me")
    def get(self, request: Request) -> Response:
        mine = get_object_or_404(Influencer.objects.of(request.user))
        return _answer(public_profile(user=request.user, pk=mine.pk))


def _change(request: Request, pk: UUID, *, partial: bool) -> Response:
    influencer = get_object_or_404(Influencer.objects.of(request.user), pk=pk)
    form = InfluencerSerializer(influencer, data=request.data, partial=partial)
    form.is_valid(raise_exception=True)
    fields = dict(form.validated_data)
    version = asked_version(request, fields)
    save_profile(influencer_id=influencer.pk, fields=fields, by=request.user, version=version)
    return _answer(public_profile(user=request.user, pk=pk))


def _answer(influencer: Influencer) -> Response:
    return Response(InfluencerSerializer(influencer).data, headers=etag(influencer.version))
