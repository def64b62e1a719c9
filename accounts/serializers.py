from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Consent, PasswordResetToken, SecurityEvent, SignIn, User
from accounts.selectors import device_name, sign_ins_of, trail_of
from kit.pictures import picture_url

N_SHOWN = 50
STANDINGS = [User.State.ACTIVE, User.State.SUSPENDED]  # closing is DELETE


class UserSerializer(serializers.ModelSerializer):
    """The person behind a token, as that person sees it."""

    class Meta:
        model = User
        fields = ["id", "email", "name", "role", "language", "time_zone"]
        read_only_fields = fields


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


class SignInSerializer(serializers.ModelSerializer):
    """One device that is signed in. `device` is its program in words."""

    device = serializers.SerializerMethodField()
    is_this = serializers.SerializerMethodField()

    class Meta:
        model = SignIn
        fields = ["id", "kind", "device", "ip", "started_at", "seen_at", "expires_at", "is_this"]
        read_only_fields = fields

    def get_device(self, sign_in: SignIn) -> str:
        return device_name(sign_in.user_agent)

    def get_is_this(self, sign_in: SignIn) -> bool:
        return sign_in == self.context.get("here")


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


class ConsentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Consent
        fields = ["purpose", "given_at"]
        read_only_fields = fields


class PersonDetailSerializer(PersonSerializer):
    """One person for staff: where they are signed in, the latest of their trail, what they agreed to."""

    sign_ins = serializers.SerializerMethodField()
    trail = serializers.SerializerMethodField()
    consents = ConsentSerializer(many=True, read_only=True)

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


class LoginSerializer(serializers.Serializer):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class RefreshSerializer(serializers.Serializer):
    refresh = serializers.CharField(max_length=2000)


class PasswordSerializer(serializers.Serializer):
    current = serializers.CharField(max_length=128, trim_whitespace=False)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class TokensSerializer(serializers.Serializer):
    """A pair of tokens. `access` lives ten minutes; trade `refresh` for a new pair before it is used up."""

    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)
    user = UserSerializer(read_only=True)


class ForgotSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)


class NeutralAnswerSerializer(serializers.Serializer):
    detail = serializers.CharField(read_only=True)


class ResetValidSerializer(serializers.Serializer):
    valid = serializers.BooleanField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


class ResetSerializer(serializers.Serializer):
    token = serializers.CharField(max_length=200)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class ResetTokenSerializer(serializers.ModelSerializer):
    """What staff see of a link: never the token, nor its hash. `state`: live, expired, or how it died."""

    email = serializers.CharField(source="user.email", read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = PasswordResetToken
        fields = ["id", "user", "email", "state", "made_at", "expires_at", "died_at", "ip", "user_agent"]
        read_only_fields = fields


class RemovedSerializer(serializers.Serializer):
    removed = serializers.IntegerField(read_only=True)
