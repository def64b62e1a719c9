from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from kit.isolates import without_marks
from kit.text import tidy_lines
from notifications.models import Channel, Notice, Sending, Way
from notifications.selectors import KINDS, localised
from notifications.selectors.reasons import reason_of
from notifications.selectors.sentences import text, title

MAX_READERS = 1000


class NoticeSerializer(serializers.ModelSerializer):
    """A notice in the language of the request."""

    title = serializers.SerializerMethodField(help_text="A few words, such as the subject of its mail.")
    text = serializers.SerializerMethodField(help_text="The whole sentence, plain text.")
    link = serializers.SerializerMethodField(help_text="Path of the page it is about.")
    is_read = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField(help_text="Why the caller is told, in a few words.")

    class Meta:
        model = Notice
        fields = [
            *("id", "kind", "thread", "title", "text", "link", "reason", "asks_action", "is_read"),
            *("made_at", "read_at", "saved_at"),
        ]
        read_only_fields = fields

    def get_title(self, notice: Notice) -> str:
        return title(notice)

    def get_text(self, notice: Notice) -> str:
        return without_marks(text(notice))

    def get_link(self, notice: Notice) -> str:
        return localised(notice.link)

    def get_reason(self, notice: Notice) -> str:
        return str(reason_of(notice, self.context["request"].user.role))

    def get_is_read(self, notice: Notice) -> bool:
        return notice.read_at is not None


class AnnouncementSerializer(serializers.Serializer):
    """Words of the staff for some people (`readers`), for a role, or for everybody (`segment`)."""

    readers = serializers.ListField(
        child=serializers.UUIDField(), required=False, min_length=1, max_length=MAX_READERS
    )
    segment = serializers.ChoiceField(["brand", "influencer", "all"], required=False)
    text = serializers.DictField(
        child=serializers.CharField(max_length=500), help_text='{"fr": "...", "ar": "...", "en": "..."}'
    )
    link = serializers.RegexField(r"^/[\w/.-]*$", required=False, default="", max_length=200)

    def validate_text(self, words: dict[str, str]) -> dict[str, str]:
        languages = {code for code, _name in settings.LANGUAGES}
        if set(words) != languages:
            raise serializers.ValidationError(_("Give the text in French, Arabic and English."))
        return {language: tidy_lines(text) for language, text in words.items()}

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if ("readers" in data) == ("segment" in data):
            raise serializers.ValidationError(_("Give either readers or a segment."))
        return {**data, "readers": self._readers(data)}

    def _readers(self, data: dict[str, Any]) -> list[UUID]:
        people = User.objects.filter(is_active=True)
        if "readers" in data:
            found = set(people.filter(pk__in=data["readers"]).values_list("pk", flat=True))
            if unknown := [str(pk) for pk in data["readers"] if pk not in found]:
                raise serializers.ValidationError({"readers": [_("Unknown people: %s") % ", ".join(unknown)]})
            return data["readers"]
        if data["segment"] != "all":
            people = people.filter(role=data["segment"])
        return list(people.order_by("pk").values_list("pk", flat=True))


class ToldSerializer(serializers.Serializer):
    told = serializers.IntegerField(read_only=True, help_text="How many people were addressed.")


class MarkedSerializer(serializers.Serializer):
    marked = serializers.IntegerField(read_only=True, help_text="How many were unread.")


class UnreadNoticesSerializer(serializers.Serializer):
    unread = serializers.IntegerField(read_only=True, help_text="How many notices were not read yet.")


class SendingStepSerializer(serializers.Serializer):
    """What became of a notice on one channel."""

    channel = serializers.ChoiceField(Channel.choices)
    state = serializers.ChoiceField(Sending.State.choices)
    why = serializers.CharField(help_text="A sentence; empty where the state says it all.")
    at = serializers.DateTimeField(allow_null=True, help_text="When it was, or when it will be.")


class CellSerializer(serializers.Serializer):
    """How one kind of notice reaches the caller on one channel."""

    kind = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    way = serializers.ChoiceField(Way.choices)
    default = serializers.ChoiceField(Way.choices)
    is_fixed = serializers.BooleanField(help_text="It cannot be chosen: the way is what it is.")


class EventRowSerializer(serializers.Serializer):
    """One event, on every channel."""

    kind = serializers.CharField()
    title = serializers.CharField()
    channels = CellSerializer(many=True, source="cells")


class EventGroupSerializer(serializers.Serializer):
    """Events that belong together."""

    group = serializers.CharField()
    label = serializers.CharField()
    is_locked = serializers.BooleanField(help_text="Always told on the site and by e-mail.")
    events = EventRowSerializer(many=True)


class PreferencesSerializer(serializers.Serializer):
    """Everything the caller can choose, and what holds now. Hours are those of `time_zone`."""

    digest_hour = serializers.IntegerField(source="habits.digest_hour")
    quiet_from = serializers.TimeField(source="habits.quiet_from", format="%H:%M", allow_null=True)
    quiet_until = serializers.TimeField(source="habits.quiet_until", format="%H:%M", allow_null=True)
    time_zone = serializers.CharField()
    groups = EventGroupSerializer(many=True)


class NoticeWishInput(serializers.Serializer):
    """How one kind of notice is to reach the caller on one channel."""

    kind = serializers.CharField(max_length=40)
    channel = serializers.ChoiceField(Channel.choices)
    way = serializers.ChoiceField(Way.choices)

    def validate_kind(self, kind: str) -> str:
        if kind not in KINDS:
            raise serializers.ValidationError(
                _("There is no such kind of notice: the preferences list them all.")
            )
        return kind


class PreferencesInput(serializers.Serializer):
    """Only what is to change. Both hours of the quiet time, or null for both: never quiet."""

    digest_hour = serializers.IntegerField(required=False, min_value=0, max_value=23)
    quiet_from = serializers.TimeField(required=False, allow_null=True)
    quiet_until = serializers.TimeField(required=False, allow_null=True)
    choices = serializers.ListField(child=NoticeWishInput(), required=False, default=list, max_length=500)


class DeviceKeysInput(serializers.Serializer):
    """Base64url without padding."""

    p256dh = serializers.CharField(max_length=120)
    auth = serializers.CharField(max_length=40)


class DeviceInput(serializers.Serializer):
    """A browser's PushSubscription, as toJSON() writes it; `replaces` is the endpoint it had before."""

    endpoint = serializers.CharField(max_length=2000)
    keys = DeviceKeysInput()
    replaces = serializers.CharField(default="", allow_blank=True, max_length=2000)


class DeviceSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="pk")
    name = serializers.CharField(help_text="The program and its system, in words.")
    made_at = serializers.DateTimeField()
    rung_at = serializers.DateTimeField(allow_null=True)
    is_here = serializers.BooleanField(help_text="It belongs to the sign-in that asks.")


class DevicesSerializer(serializers.Serializer):
    """Where the caller is rung. An empty public_key: nothing is set up here."""

    public_key = serializers.CharField(help_text="applicationServerKey, base64url.")
    devices = DeviceSerializer(many=True)
