"""Conversations: opened, listed, kept. Those of others do not exist (404)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.api import checked
from kit.once import KEY, asked, respond
from kit.paging import natural
from kit.throttle import take
from messaging import services
from messaging.models import Conversation
from messaging.selectors import (
    conversation_card,
    conversations_of,
    gap_card,
    gap_of,
    kept,
    manners_of,
    row_of,
    rows_of,
    unread_count,
    with_news,
)
from messaging.serializers import (
    ConversationSerializer,
    DraftInput,
    GapSerializer,
    MannersSerializer,
    MarkedConversationsSerializer,
    OpenInput,
    ReportInput,
    ReportSerializer,
    UnreadSerializer,
)

LARGEST_N = 2**62


class ConversationFilter(filters.FilterSet):
    unread = filters.BooleanFilter(method="news")
    pinned = filters.BooleanFilter(method="how")
    muted = filters.BooleanFilter(method="how")
    archived = filters.BooleanFilter(method="how")
    kind = filters.ChoiceFilter(choices=Conversation.Kind.choices)

    class Meta:
        model = Conversation
        fields: list[str] = []

    def news(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:  # noqa: FBT001 - django-filter's
        return with_news(queryset, self.request.user) if value else queryset

    def how(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:  # noqa: FBT001 - django-filter's
        return kept(queryset, self.request.user, **{name: value})


class ConversationList(ListAPIView):
    """The caller's conversations, the newest news first."""

    serializer_class = ConversationSerializer
    filterset_class = ConversationFilter
    queryset = Conversation.objects.none()
    ordering = ("-last_at", "-id")

    def get_queryset(self) -> QuerySet:
        return conversations_of(self.request.user)

    def get_serializer(self, page: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Cards are made for the whole page at once: what they are about is asked once for each kind."""
        if page is None:
            return super().get_serializer(*args, **kwargs)
        cards = [conversation_card(row) for row in rows_of(page, self.request.user)]
        return super().get_serializer(cards, *args, **kwargs)

    @extend_schema(
        parameters=[KEY],
        request=OpenInput,
        responses={201: ConversationSerializer, 200: ConversationSerializer},
    )
    def post(self, request: Request) -> Response:
        """Open a conversation, or find the one that is open already (200)."""
        form = OpenInput(data=request.data)
        form.is_valid(raise_exception=True)
        field, pk = form.named
        # Looked up before: first contacts are counted in the cache, which no transaction waits for.
        wanted = services.look_up(field=field, pk=pk, by=request.user)
        return respond(answer_once(**asked(request), act=lambda: _open(wanted, request)))


def _open(wanted: services.Wanted, request: Request) -> tuple[int, Any]:
    conversation = services.open_conversation(kind=wanted.kind, about=wanted.about)
    return 201 if wanted.is_new else 200, conversation_card(row_of(conversation.pk, request.user))


class ConversationDetail(APIView):
    @extend_schema(responses=ConversationSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(conversation_card(row_of(pk, request.user)))


class Changes(APIView):
    """What changed in a conversation after the change `since`, for whoever was away: at most 500 messages."""

    @extend_schema(
        parameters=[OpenApiParameter("since", int, description="The `n` of the last change that was seen.")],
        responses=GapSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        conversation = services.seat_of(pk, request.user).conversation
        since = natural(request.query_params.get("since"), LARGEST_N) or 0
        return Response(gap_card(gap_of(conversation, since, request.user), request.user))


class Kept(APIView):
    """PUT mutes, pins or archives a conversation for the caller, DELETE undoes it."""

    how = ""

    @extend_schema(request=None, responses=ConversationSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        return self._keep(request, pk, is_on=True)

    @extend_schema(request=None, responses=ConversationSerializer)
    def delete(self, request: Request, pk: UUID) -> Response:
        return self._keep(request, pk, is_on=False)

    def _keep(self, request: Request, pk: UUID, *, is_on: bool) -> Response:
        services.keep(conversation_id=pk, by=request.user, **{self.how: is_on})
        return Response(conversation_card(row_of(pk, request.user)))


class Blocked(APIView):
    """PUT: no direct messages from the other side any more. DELETE: they may write again."""

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, pk: UUID) -> Response:
        services.block_side(seat=services.seat_of(pk, request.user), by=request.user)
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        services.unblock_side(seat=services.seat_of(pk, request.user))
        return Response(status=204)


class Draft(APIView):
    @extend_schema(request=DraftInput, responses={204: None})
    def put(self, request: Request, pk: UUID) -> Response:
        body = checked(DraftInput, request)
        services.save_draft(conversation_id=pk, text=body["draft"], by=request.user)
        return Response(status=204)


class ReportConversation(APIView):
    @extend_schema(parameters=[KEY], request=ReportInput, responses={201: ReportSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Ask the staff to look. Asked again while they have not answered, it is the same report."""
        body = checked(ReportInput, request)
        services.seat_of(pk, request.user)
        take("report", str(request.user.pk))
        return respond(answer_once(**asked(request), act=lambda: self._report(request, pk, body)))

    def _report(self, request: Request, pk: UUID, body: dict[str, Any]) -> tuple[int, Any]:
        report = services.report_conversation(
            conversation_id=pk,
            reason=body["reason"],
            words=body["words"],
            message_id=body["message"],
            by=request.user,
        )
        return 201, ReportSerializer(report).data


class AllRead(APIView):
    @extend_schema(request=None, responses=MarkedConversationsSerializer)
    def put(self, request: Request) -> Response:
        return Response({"marked": services.mark_all_read(by=request.user)})


class UnreadCount(APIView):
    @extend_schema(responses=UnreadSerializer)
    def get(self, request: Request) -> Response:
        return Response({"unread": unread_count(request.user)})


class OwnManners(APIView):
    """Whether others see what the caller has read, and that the caller is here."""

    @extend_schema(responses=MannersSerializer)
    def get(self, request: Request) -> Response:
        return Response(MannersSerializer(manners_of(request.user)).data)

    @extend_schema(request=MannersSerializer, responses=MannersSerializer)
    def put(self, request: Request) -> Response:
        manners = services.set_manners(**checked(MannersSerializer, request), by=request.user)
        return Response(MannersSerializer(manners).data)
