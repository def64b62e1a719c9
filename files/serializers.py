"""Files over the API."""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from files.models import File
from files.selectors import FileCard, card_of
from kit.attached import AttachedSerializer

PURPOSES = File.Purpose.choices


class FileSerializer(AttachedSerializer):
    """One's own file. `scan` is none where no scanner is set up; the `url` of a variant is for the caller
    alone and lasts five minutes; what is public has one that lasts.
    """

    purpose = serializers.ChoiceField(PURPOSES)
    kind = serializers.ChoiceField(File.Kind.choices)
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    state = serializers.ChoiceField(File.State.choices)
    reason = serializers.ChoiceField(File.Reason.choices, allow_blank=True)
    scan = serializers.ChoiceField(File.Scan.choices)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True)
    is_attached = serializers.BooleanField()
    made_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


def drawn(card: FileCard) -> dict[str, Any]:
    """A card as the API writes it. What it belongs to is told by the app above."""
    values = asdict(card)
    return {**values, "is_attached": bool(values.pop("attached_to"))}


def drawn_for(file: File, reader: Any) -> dict[str, Any]:
    return drawn(card_of(file, reader))


class UploadInput(serializers.Serializer):
    """One file and what it is for."""

    file = serializers.FileField(max_length=1000)
    purpose = serializers.ChoiceField(PURPOSES)


class BulkInput(serializers.Serializer):
    """Up to 20 files for one purpose, 200 MB together."""

    files = serializers.ListField(child=serializers.FileField(max_length=1000))
    purpose = serializers.ChoiceField(PURPOSES)


class PurposeInput(serializers.Serializer):
    """Of a multipart body; its files are read on their own."""

    purpose = serializers.ChoiceField(PURPOSES)


class RefusedSerializer(serializers.Serializer):
    """Why one of several was refused."""

    code = serializers.CharField()
    detail = serializers.CharField()


class BulkResultSerializer(serializers.Serializer):
    """`file` when it was taken (201), `error` when not."""

    name = serializers.CharField()
    status = serializers.IntegerField()
    file = FileSerializer(allow_null=True)
    error = RefusedSerializer(allow_null=True)


class BulkSerializer(serializers.Serializer):
    """One result for each file, in the order of the body."""

    results = BulkResultSerializer(many=True)


class DirectInput(serializers.Serializer):
    """What will be sent to the storage. The form that is answered fits these bytes and no others."""

    name = serializers.CharField(max_length=300)
    purpose = serializers.ChoiceField(PURPOSES)
    size = serializers.IntegerField(min_value=1)


class DirectSerializer(serializers.Serializer):
    """Send a form to `url` with `fields` and then `file`, within the time; then say that it is complete."""

    file = FileSerializer()
    url = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField())
    expires_in = serializers.IntegerField()
