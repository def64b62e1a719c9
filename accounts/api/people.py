"""Everybody, for staff: found by role and state, looked at one by one, suspended, closed."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.policies import may_watch_people
from accounts.selectors import people_figures, people_in_state, people_named
from accounts.serializers import (
    ClosingSerializer,
    PersonDetailSerializer,
    PersonPageSerializer,
    PersonSerializer,
    StandingSerializer,
)
from accounts.services import close_account, set_standing
from kit.api import checked
from kit.errors import ensure
from kit.filters import MomentFilter
from kit.paging import CursorPages

ORDERS = {
    name: (name, "-id" if name.startswith("-") else "id")
    for field in ("joined_at", "name", "email")
    for name in (field, f"-{field}")
}
WRONG_MOMENT = OpenApiResponse(description="The account is in that state already.")
NOT_YOURS = OpenApiResponse(description="Without the right to; oneself and, for most, other staff.")


class PeopleFilter(FilterSet):
    role = ChoiceFilter(choices=User.Role.choices)
    state = ChoiceFilter(choices=User.State.choices, method="in_state")
    joined_after = MomentFilter("joined_at", "gte")
    joined_before = MomentFilter("joined_at", "lt")
    q = CharFilter(method="named", max_length=80)

    class Meta:
        model = User
        fields: list[str] = []

    def in_state(self, rows: Any, _name: str, state: str) -> QuerySet[User]:
        return people_in_state(rows, state)

    def named(self, rows: Any, _name: str, words: str) -> QuerySet[User]:
        return people_named(rows, words)


class PeoplePages(CursorPages):
    """In the order that was asked for; the id decides between equals."""

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        return ORDERS.get(request.query_params.get("ordering", ""), ORDERS["-joined_at"])


@extend_schema_view(
    get=extend_schema(
        operation_id="admin_users",
        parameters=[OpenApiParameter("ordering", str, enum=list(ORDERS), default="-joined_at")],
        responses=PersonPageSerializer,
    )
)
class People(generics.ListAPIView):
    """Staff: everybody with an account, a page at a time, with figures about all of them."""

    permission_classes = [IsAdminUser]
    serializer_class = PersonSerializer
    filterset_class = PeopleFilter
    pagination_class = PeoplePages
    queryset = User.objects.all()

    def get_queryset(self) -> Any:
        ensure(may_watch_people(self.request.user))
        return super().get_queryset()

    def get_paginated_response(self, data: Any) -> Response:
        answer = super().get_paginated_response(data)
        answer.data["stats"] = people_figures()
        return answer


class Person(APIView):
    """Staff: one person."""

    permission_classes = [IsAdminUser]

    @extend_schema(operation_id="admin_users_read", responses=PersonDetailSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        ensure(may_watch_people(request.user))
        return Response(PersonDetailSerializer(get_object_or_404(User, pk=pk)).data)

    @extend_schema(
        operation_id="admin_users_close", request=ClosingSerializer, responses={204: None, 403: NOT_YOURS}
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        """Close the account: nobody signs in with it any more. Rows, money and history stay."""
        ensure(may_watch_people(request.user))
        body = checked(ClosingSerializer, request)
        close_account(user_id=get_object_or_404(User, pk=pk).pk, **body, by=request.user)
        return Response(status=204)


class PersonStatus(APIView):
    """Staff: suspend a person, or let them in again. It is felt at their next request."""

    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="admin_users_status",
        request=StandingSerializer,
        responses={200: PersonSerializer, 403: NOT_YOURS, 409: WRONG_MOMENT},
    )
    def put(self, request: Request, pk: UUID) -> Response:
        ensure(may_watch_people(request.user))
        body = checked(StandingSerializer, request)
        pk = get_object_or_404(User, pk=pk).pk
        person = set_standing(user_id=pk, **body, by=request.user)
        return Response(PersonSerializer(person).data)
