"""People: oneself, and as staff see others."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Consent, SecurityEvent, User
from accounts.selectors import sign_ins_of, trail_of
from accounts.serializers.entering import SignInSerializer
from kit.pictures import picture_url

N_SHOWN = 50
STANDINGS = [User.State.ACTIVE, User.State.SUSPENDED]  # closing is DELETE


class ProfileSerializer(serializers.ModelSerializer):
    """One's own account. `phone` is written as people write it and comes back as it is dialled, or ""."""

    phone = serializers.CharField(max_length=30, allow_blank=True, default="")
    picture = serializers.SerializerMethodField()
    version = serializers.IntegerField(required=False, min_value=1)

    class Meta:
        model = User
        fields = [
            *("id", "email", "name", "role", "language", "time_zone", "phone", "picture", "joined_at"),
            "version",
        ]
        read_only_fields = ["email", "role", "joined_at"]

    def get_picture(self, user: User) -> str:
        return picture_url(user.picture)


class PersonSerializer(serializers.ModelSerializer):
    """A person as staff see them in a list. `state`: active, suspended or closed."""

    state = serializers.ChoiceField(User.State.choices, read_only=True)

    class Meta:
        model = User
        fields = [
            *("id", "email", "name", "role", "language", "state", "is_staff", "joined_at", "last_login"),
            *("suspended_at", "suspended_for"),
        ]
        read_only_fields = fields


class SecurityEventSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.email", default=None, read_only=True)

    class Meta:
        model = SecurityEvent
        fields = ["kind", "at", "ip", "user_agent", "by", "reason"]
        read_only_fields = fields


class PersonConsentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Consent
        fields = ["purpose", "version", "is_given", "at"]
        read_only_fields = fields


class PersonDetailSerializer(PersonSerializer):
    """One person for staff: where they are signed in, the latest of their trail, what they agreed to."""

    sign_ins = serializers.SerializerMethodField()
    trail = serializers.SerializerMethodField()
    consents = PersonConsentSerializer(many=True, read_only=True)

    class Meta(PersonSerializer.Meta):
        fields = [*PersonSerializer.Meta.fields, "time_zone", "sign_ins", "trail", "consents"]
        read_only_fields = fields

    @extend_schema_field(SignInSerializer(many=True))
    def get_sign_ins(self, user: User) -> Any:
        return SignInSerializer(sign_ins_of(user)[:N_SHOWN], many=True).data

    @extend_schema_field(SecurityEventSerializer(many=True))
    def get_trail(self, user: User) -> Any:
        return SecurityEventSerializer(trail_of(user), many=True).data


class PeopleFiguresSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    by_state = serializers.DictField(child=serializers.IntegerField())
    by_role = serializers.DictField(child=serializers.IntegerField())
    joined_30_days = serializers.IntegerField()


class PersonPageSerializer(serializers.Serializer):
    results = PersonSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    stats = PeopleFiguresSerializer()


class StandingSerializer(serializers.Serializer):
    """`reason` is sent to the person, and must be given to suspend."""

    status = serializers.ChoiceField([(state.value, state.label) for state in STANDINGS])
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class ClosingSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")
