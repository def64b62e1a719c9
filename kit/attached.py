"""A file beside something else, as the API writes it: one shape for every app that has such files."""

from rest_framework import serializers


class FileLinkSerializer(serializers.Serializer):
    """One way to have a file; the link is good for its reader, for a while."""

    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    url = serializers.CharField()


class AttachedSerializer(serializers.Serializer):
    """A file that belongs to something. `variants` is empty until the state is ready."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    state = serializers.CharField()
    reason = serializers.CharField()
    progress = serializers.IntegerField()
    variants = FileLinkSerializer(many=True)
