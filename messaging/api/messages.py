"""Messages: posted once, read in one order, found, changed, removed."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.api import checked
from kit.once import KEY, asked, respond
from kit.throttle import take
from messaging import services
from messaging.models import Message
from messaging.selectors import full_cards, messages_saying, question_in, read_card
from messaging.serializers import EditInput, MessageSerializer, PostInput, ReadSerializer

QUESTION = OpenApiParameter(
    "q", str, required=True, description="At least two letters; accents, Arabic forms and Arabizi are one."
)


class Cards(ListAPIView):
    """A page of messages as cards, in the language of the request."""

    serializer_class = MessageSerializer
    queryset = Message.objects.none()

    def get_serializer(self, page: Any = None, *args: Any, **kwargs: Any) -> Any:
        cards = full_cards(page, self.request.user) if page else []
        return super().get_serializer(cards, *args, **kwargs)


class MessageList(Cards):
    """What was said in one conversation, the newest first."""

    ordering = "-place"

    def get_queryset(self) -> QuerySet:
        conversation = services.seat_of(self.kwargs["pk"], self.request.user).conversation
        return conversation.messages.select_related("author", "conversation")

    @extend_schema(parameters=[KEY], request=PostInput, responses={201: MessageSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Say something, once for each `client_id`."""
        body = checked(PostInput, request)
        take("message", str(request.user.pk))
        return respond(answer_once(**asked(request), act=lambda: _post(pk, body, request)))


def _post(pk: UUID, body: dict[str, Any], request: Request) -> tuple[int, Any]:
    files = body.pop("files")
    message = services.post_message(conversation_id=pk, by=request.user, file_ids=files, **body)
    return 201, shown(message, request)


def shown(message: Message, request: Request) -> dict[str, Any]:
    """One message as the caller may have it."""
    card = full_cards([message], request.user)[0]
    return dict(MessageSerializer(card).to_representation(card))


class MessageSearch(Cards):
    """Messages of the caller's conversations in which every word is found, the newest first."""

    ordering = "-id"

    @extend_schema(
        parameters=[QUESTION, OpenApiParameter("conversation", UUID, description="Only in this one.")]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        question = question_in(self.request.query_params.get("q", ""))
        within = self.request.query_params.get("conversation")
        pk = services.seat_of(_uuid(within), self.request.user).conversation_id if within else None
        return messages_saying(self.request.user, question, pk)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


class MessageDetail(APIView):
    @extend_schema(request=EditInput, responses=MessageSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        """Other words in place of one's own, within 15 minutes."""
        body = checked(EditInput, request)
        message = services.edit_message(message_id=pk, body=body["body"], by=request.user)
        return Response(shown(message, request))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Take one's own words back, within 15 minutes."""
        services.remove_message(message_id=pk, by=request.user)
        return Response(status=204)


class MessageRead(APIView):
    @extend_schema(request=None, responses=ReadSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        """Everything up to this message has been read. A read mark never goes back."""
        return Response(read_card(services.mark_read(message_id=pk, by=request.user)))
