"""The inbox over the API. Somebody else's notice does not exist (404)."""

from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.middleware.csrf import get_token
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.api import checked
from kit.errors import ensure
from kit.once import KEY, asked, respond
from notifications.models import Notice
from notifications.policies import may_announce
from notifications.selectors import TOPICS, preferences_of, steps_of, unread_count
from notifications.selectors.pushing import devices_of, push_public_key
from notifications.serializers import (
    AnnouncementSerializer,
    DeviceInput,
    DevicesSerializer,
    MarkedSerializer,
    NoticeSerializer,
    PreferencesInput,
    PreferencesSerializer,
    SendingStepSerializer,
    ToldSerializer,
    UnreadNoticesSerializer,
)
from notifications.services import (
    Wish,
    add_device,
    announce,
    choose,
    mark_all_read,
    mark_read,
    mute_thread,
    put_back,
    remove_device,
    remove_notice,
    save_notice,
)


class NoticeFilter(filters.FilterSet):
    unread = filters.BooleanFilter("read_at", "isnull")
    asks_action = filters.BooleanFilter()
    saved = filters.BooleanFilter("saved_at", "isnull", exclude=True)
    topic = filters.ChoiceFilter(choices=[(name, name) for name in TOPICS], method="about")

    class Meta:
        model = Notice
        fields: list[str] = []

    def about(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(kind__in=TOPICS[value][1])


class NoticeList(ListAPIView):
    """The caller's inbox, newest first; staff add to other people's."""

    serializer_class = NoticeSerializer
    filterset_class = NoticeFilter
    queryset = Notice.objects.none()

    def get_queryset(self) -> QuerySet:
        return Notice.objects.of(self.request.user)

    @extend_schema(request=AnnouncementSerializer, responses={201: ToldSerializer}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        ensure(may_announce(request.user))
        form = AnnouncementSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return respond(answer_once(**asked(request), act=lambda: _announce(form.validated_data, request)))


def _announce(data: dict[str, Any], request: Request) -> tuple[int, dict[str, int]]:
    n_told = announce(
        readers=data["readers"],
        words=data["text"],
        key=f"announcement:{uuid4()}",
        link=data["link"],
        by=request.user,
    )
    return 201, {"told": n_told}


def _drawn(notice: Notice, request: Request) -> dict[str, Any]:
    return NoticeSerializer(notice, context={"request": request}).data


class NoticeDetail(APIView):
    @extend_schema(responses={204: None}, operation_id="notifications_remove")
    def delete(self, request: Request, pk: UUID) -> Response:
        remove_notice(notice_id=pk, by=request.user)
        return Response(status=204)


class NoticeRead(APIView):
    @extend_schema(request=None, responses=NoticeSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        return Response(_drawn(mark_read(notice_id=pk, by=request.user), request))


class AllRead(APIView):
    @extend_schema(request=None, responses=MarkedSerializer)
    def put(self, request: Request) -> Response:
        return Response({"marked": mark_all_read(by=request.user)})


class UnreadNotices(APIView):
    @extend_schema(responses=UnreadNoticesSerializer)
    def get(self, request: Request) -> Response:
        return Response({"unread": unread_count(request.user)})


class NoticeLog(APIView):
    """Why the caller got a notice on one channel and not on another."""

    @extend_schema(responses=SendingStepSerializer(many=True), operation_id="notifications_deliveries")
    def get(self, request: Request, pk: UUID) -> Response:
        notice = Notice.objects.filter(reader=request.user).get(pk=pk)
        return Response(SendingStepSerializer(steps_of(notice), many=True).data)


class OwnPreferences(APIView):
    """What reaches the caller where, and when."""

    @extend_schema(responses=PreferencesSerializer)
    def get(self, request: Request) -> Response:
        return Response(PreferencesSerializer(preferences_of(request.user)).data)

    @extend_schema(request=PreferencesInput, responses=PreferencesSerializer)
    def put(self, request: Request) -> Response:
        asked_for = checked(PreferencesInput, request)
        wishes = [Wish(**one) for one in asked_for.pop("choices")]
        choose(by=request.user, wishes=wishes, habits=asked_for)
        return Response(PreferencesSerializer(preferences_of(request.user)).data)


class Devices(APIView):
    """Browsers that are rung (Web Push)."""

    @extend_schema(responses=DevicesSerializer)
    def get(self, request: Request) -> Response:
        """A service worker has no page to read its CSRF token from: a header says it, to our origin only."""
        return Response(_devices(request), headers={"X-CSRFToken": get_token(request)})

    @extend_schema(request=DeviceInput, responses={201: DevicesSerializer})
    def post(self, request: Request) -> Response:
        said = checked(DeviceInput, request)
        add_device(by=request.user, endpoint=said["endpoint"], replaces=said["replaces"], **said["keys"])
        return Response(_devices(request), status=201)


def _devices(request: Request) -> dict[str, Any]:
    shown = {"public_key": push_public_key(), "devices": devices_of(request.user)}
    return DevicesSerializer(shown).data


class OneDevice(APIView):
    @extend_schema(responses={204: None}, operation_id="notifications_devices_remove")
    def delete(self, request: Request, pk: UUID) -> Response:
        remove_device(device_id=pk, by=request.user)
        return Response(status=204)


class NoticeSaved(APIView):
    """Kept at hand."""

    @extend_schema(request=None, responses=NoticeSerializer, operation_id="notifications_save")
    def put(self, request: Request, pk: UUID) -> Response:
        return Response(_drawn(save_notice(notice_id=pk, by=request.user, is_saved=True), request))

    @extend_schema(responses=NoticeSerializer, operation_id="notifications_unsave")
    def delete(self, request: Request, pk: UUID) -> Response:
        return Response(_drawn(save_notice(notice_id=pk, by=request.user, is_saved=False), request))


class NoticeBack(APIView):
    """Done by mistake: it is in the inbox again, and stays read."""

    @extend_schema(request=None, responses=NoticeSerializer, operation_id="notifications_put_back")
    def put(self, request: Request, pk: UUID) -> Response:
        put_back(ids=[pk], by=request.user)
        return Response(_drawn(Notice.objects.of(request.user).get(pk=pk), request))


class ThreadMuted(APIView):
    """What this notice is about disturbs no more; security and money do."""

    @extend_schema(request=None, responses={204: None}, operation_id="notifications_mute")
    def put(self, request: Request, pk: UUID) -> Response:
        mute_thread(notice_id=pk, by=request.user, is_muted=True)
        return Response(status=204)

    @extend_schema(responses={204: None}, operation_id="notifications_unmute")
    def delete(self, request: Request, pk: UUID) -> Response:
        mute_thread(notice_id=pk, by=request.user, is_muted=False)
        return Response(status=204)
