"""Shapes in and out of conversations over the API."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from kit.attached import AttachedSerializer
from kit.ids import uuid7
from messaging.models import Conversation, Message, Report
from messaging.models.messages import LONGEST, MOST_FILES
from messaging.selectors import FIELDS


class OpenInput(serializers.Serializer):
    """What the conversation is about: exactly one of them."""

    application = serializers.UUIDField(required=False)
    collaboration = serializers.UUIDField(required=False)
    influencer = serializers.UUIDField(required=False, help_text="A brand writes to a creator.")
    brand = serializers.UUIDField(required=False, help_text="A creator writes to a brand.")
    team = serializers.UUIDField(required=False, help_text="A brand: its own people among themselves.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if len(data) != 1:
            raise serializers.ValidationError(_("Name one of: %s.") % ", ".join(FIELDS))
        return data

    @property
    def named(self) -> tuple[str, UUID]:
        """The field that was given and its id."""
        name, pk = next(iter(self.validated_data.items()))
        return name, pk


class PostInput(serializers.Serializer):
    """`client_id` is yours: sent twice, it is one message."""

    body = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST)
    client_id = serializers.UUIDField(required=False, default=uuid7)
    files = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        max_length=MOST_FILES,
        help_text='Your own, uploaded for the purpose "message".',
    )


class EditInput(serializers.Serializer):
    body = serializers.CharField(max_length=LONGEST)


class DraftInput(serializers.Serializer):
    draft = serializers.CharField(allow_blank=True, max_length=LONGEST, trim_whitespace=False)


class ReportInput(serializers.Serializer):
    reason = serializers.ChoiceField(Report.Reason.choices)
    words = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
    message = serializers.UUIDField(required=False, default=None)


class MannersSerializer(serializers.Serializer):
    """What others see of the caller."""

    shows_reads = serializers.BooleanField(help_text="Off: you do not see theirs either.")
    shows_presence = serializers.BooleanField()


class AuthorSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class MessageSerializer(serializers.Serializer):
    """One message or step. `place` is its place for good, `n` the number of its last change; `words` says a
    step in the language of the request; `covered` names the kinds of contacts that are not shown yet.
    """

    id = serializers.UUIDField()
    conversation = serializers.UUIDField()
    n = serializers.IntegerField()
    place = serializers.IntegerField()
    kind = serializers.ChoiceField(Message.Kind.choices)
    author = AuthorSerializer(allow_null=True)
    side = serializers.CharField(allow_null=True)
    client_id = serializers.UUIDField(allow_null=True)
    body = serializers.CharField()
    covered = serializers.ListField(child=serializers.CharField())
    n_files = serializers.IntegerField()
    files = AttachedSerializer(many=True, required=False)
    label = serializers.CharField(allow_null=True)
    words = serializers.CharField()
    data = serializers.DictField()
    sent_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    removed_at = serializers.DateTimeField(allow_null=True)


class ReadSerializer(serializers.Serializer):
    """How far somebody has read."""

    user = serializers.UUIDField()
    place = serializers.IntegerField()
    at = serializers.DateTimeField(allow_null=True)
    n = serializers.IntegerField()


class GapSerializer(serializers.Serializer):
    """What changed after a change. `upto` is what to ask from next; with `resync` read the messages anew."""

    messages = MessageSerializer(many=True)
    reads = ReadSerializer(many=True)
    upto = serializers.IntegerField()
    resync = serializers.BooleanField()


class TalkerSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    may_write = serializers.BooleanField()


class SideSerializer(serializers.Serializer):
    """One side, and everybody of it who reads along."""

    side = serializers.CharField()
    name = serializers.CharField()
    people = TalkerSerializer(many=True)


class ConversationSerializer(serializers.Serializer):
    """A conversation as the caller has it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Conversation.Kind.choices)
    title = serializers.CharField()
    link = serializers.CharField(help_text="Path of the page it is about.")
    name = serializers.CharField(help_text="The other side.")
    state = serializers.CharField(allow_null=True, help_text="Of the application or collaboration.")
    sides = SideSerializer(many=True, help_text="Who reads along.")
    newest = MessageSerializer(allow_null=True)
    last_n = serializers.IntegerField(help_text="The number of the last change.")
    last_place = serializers.IntegerField()
    last_at = serializers.DateTimeField()
    contacts_covered = serializers.BooleanField(help_text="Until the funds are secured.")
    may_write = serializers.BooleanField()
    read_place = serializers.IntegerField()
    unread = serializers.IntegerField()
    draft = serializers.CharField()
    muted = serializers.BooleanField()
    pinned = serializers.BooleanField()
    archived = serializers.BooleanField()


class UnreadSerializer(serializers.Serializer):
    unread = serializers.IntegerField(read_only=True, help_text="Conversations with news.")


class MarkedConversationsSerializer(serializers.Serializer):
    marked = serializers.IntegerField(read_only=True, help_text="How many had news.")


class ReportSerializer(serializers.ModelSerializer):
    class Meta:
        model = Report
        fields = ["id", "reason", "state", "made_at"]
        read_only_fields = fields
