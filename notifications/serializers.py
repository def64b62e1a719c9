from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from kit.isolates import without_marks
from kit.text import tidy_lines
from notifications.models import Notice
from notifications.selectors import localised
from notifications.selectors.sentences import text, title

MAX_READERS = 1000


class NoticeSerializer(serializers.ModelSerializer):
    """A notice in the language of the request."""

    title = serializers.SerializerMethodField(help_text="A few words, such as the subject of its mail.")
    text = serializers.SerializerMethodField(help_text="The whole sentence, plain text.")
    link = serializers.SerializerMethodField(help_text="Path of the page it is about.")
    is_read = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = ["id", "kind", "title", "text", "link", "asks_action", "is_read", "made_at", "read_at"]
        read_only_fields = fields

    def get_title(self, notice: Notice) -> str:
        return title(notice)

    def get_text(self, notice: Notice) -> str:
        return without_marks(text(notice))

    def get_link(self, notice: Notice) -> str:
        return localised(notice.link)

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
