"""Companies over the API: a public list, and a profile that only its owner may change."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from brands.models import Brand
from brands.policies import is_member
from brands.serializers import BrandSerializer, OwnBrandSerializer
from brands.services import set_logo, update_brand
from kit.morocco import City
from kit.uploads import PictureView
from kit.versions import asked_version, etag
from kit.vocabulary import Niche

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag that was read.")
EITHER = PolymorphicProxySerializer(
    component_name="BrandAsSeen",
    serializers=[OwnBrandSerializer, BrandSerializer],
    resource_type_field_name=None,
)


class BrandFilter(filters.FilterSet):
    sector = filters.MultipleChoiceFilter(choices=Niche.choices)
    city = filters.MultipleChoiceFilter(choices=City.choices)
    q = filters.CharFilter("name", "icontains", max_length=80)

    class Meta:
        model = Brand
        fields: list[str] = []


class BrandList(ListAPIView):
    """Companies, the newest first."""

    authentication_classes = []
    permission_classes = [AllowAny]
    serializer_class = BrandSerializer
    filterset_class = BrandFilter
    queryset = Brand.objects.public().only(*BrandSerializer.Meta.fields)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("-id")


class BrandDetail(APIView):
    """One company. Members see its registration too; only the owner changes it.

    Everybody may read a company, so a member without the right gets 403 and a stranger 404: for a
    stranger there is nothing here that could be changed.
    """

    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(responses=EITHER)
    def get(self, request: Request, pk: UUID) -> Response:
        brand = get_object_or_404(Brand.objects.public(), pk=pk)
        if request.user.is_authenticated and is_member(request.user, brand):
            return _own(request, brand)
        return Response(BrandSerializer(brand).data)

    @extend_schema(parameters=[IF_MATCH], request=OwnBrandSerializer, responses=OwnBrandSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        return _change(request, pk, partial=False)

    @extend_schema(
        parameters=[IF_MATCH], request=OwnBrandSerializer(partial=True), responses=OwnBrandSerializer
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        return _change(request, pk, partial=True)


class BrandLogo(PictureView):
    """The company's logo; only the owner changes it."""

    def keep(self, request: Request, upload: Any, **place: Any) -> str:
        brand = get_object_or_404(Brand.objects.of(request.user), pk=place["pk"])
        return set_logo(brand_id=brand.pk, upload=upload, by=request.user).logo


class OwnBrand(APIView):
    """The caller's first company: where an integration learns its id. 404 for people without one."""

    @extend_schema(responses=OwnBrandSerializer, operation_id="brands_me")
    def get(self, request: Request) -> Response:
        mine = Brand.objects.of(request.user).order_by("memberships__joined_at").first()
        if mine is None:
            raise Http404
        return _own(request, mine)


def _change(request: Request, pk: UUID, *, partial: bool) -> Response:
    brand = get_object_or_404(Brand.objects.of(request.user), pk=pk)
    form = OwnBrandSerializer(brand, data=request.data, partial=partial, context={"request": request})
    form.is_valid(raise_exception=True)
    fields = dict(form.validated_data)
    version = asked_version(request, fields)
    return _own(request, update_brand(brand_id=brand.pk, fields=fields, by=request.user, version=version))


def _own(request: Request, brand: Brand) -> Response:
    answer = OwnBrandSerializer(brand, context={"request": request}).data
    return Response(answer, headers=etag(brand.version))
