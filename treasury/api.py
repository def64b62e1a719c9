"""Staff: statements of the house's bank. One person says what a line is, another agrees, then it counts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.api import checked
from kit.errors import ensure
from kit.once import KEY, asked, respond
from kit.paging import CursorPages
from treasury import policies, services
from treasury.models import Match, StatementLine
from treasury.selectors import lines_with_match, suggestions
from treasury.serializers import (
    LineSerializer,
    MatchInput,
    MatchSerializer,
    StatementInput,
    StatementSerializer,
)

STEPS: dict[str, Callable[..., Match]] = {"approve": services.approve_match, "refuse": services.refuse_match}
WRONG_MOMENT = OpenApiResponse(description="The line or the match is not at this step.")


class BankDesk(APIView):
    """Staff who read statements, and nobody else."""

    permission_classes = [IsAdminUser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        ensure(policies.may_read_statements(request.user))


class Statements(BankDesk):
    """Read a file in. The same file again is the statement that it made; nothing is booked by it."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="admin_read_statement",
        request={"multipart/form-data": StatementInput},
        responses={201: StatementSerializer},
    )
    def post(self, request: Request) -> Response:
        file = checked(StatementInput, request)["file"]
        made = services.read_statement(name=file.name, content=file.read(), by=request.user)
        return Response(StatementSerializer(made).data, status=201)


class NewestBooking(CursorPages):
    ordering = ("-booked_on", "-id")


class LineFilter(django_filters.FilterSet):
    """The states of lines, as they are called in answers."""

    status = django_filters.ChoiceFilter(field_name="state", choices=StatementLine.State.choices)

    class Meta:
        model = StatementLine
        fields = ["status", "statement"]


class StatementLines(BankDesk, generics.ListAPIView):
    """The bank's bookings, newest first, each open one with what it could be, the others with what it was
    said to be."""

    serializer_class = LineSerializer
    pagination_class = NewestBooking
    filterset_class = LineFilter
    queryset = lines_with_match()

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        rows: list[Any] = list(super().paginate_queryset(queryset) or [])
        found = suggestions([row for row in rows if row.state == StatementLine.State.OPEN])
        for row in rows:
            row.could_be = found.get(row.pk, [])
            row.match = next(iter(row.standing), None)
        return rows


class LineMatch(BankDesk):
    """Say what a line is. Nothing moves until somebody else agrees."""

    @extend_schema(
        operation_id="admin_propose_match",
        parameters=[KEY],
        request=MatchInput,
        responses={201: MatchSerializer, 409: WRONG_MOMENT},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        line = get_object_or_404(StatementLine, pk=pk)
        values = checked(MatchInput, request, line=line)

        def act() -> tuple[int, Any]:
            made = services.propose_match(
                line_id=line.pk,
                kind=values["kind"],
                target=values["target"],
                gross_centimes=values["gross"],
                by=request.user,
            )
            return 201, MatchSerializer(made).data

        return respond(answer_once(**asked(request), act=act))


class MatchStep(BankDesk):
    """Agree to what somebody else said, which books it; or refuse it, which opens the line again."""

    @extend_schema(
        operation_id="admin_match_step",
        parameters=[OpenApiParameter("step", str, OpenApiParameter.PATH, enum=list(STEPS))],
        request=None,
        responses={200: MatchSerializer, 409: WRONG_MOMENT},
    )
    def put(self, request: Request, pk: UUID, step: str) -> Response:
        done = STEPS[step](match_id=get_object_or_404(Match, pk=pk).pk, by=request.user)
        return Response(MatchSerializer(done).data)
