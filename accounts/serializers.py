from rest_framework import serializers

from accounts.models import PasswordResetToken, SignIn, User
from accounts.selectors import device_name


class UserSerializer(serializers.ModelSerializer):
    """The person behind a token, as that person sees it."""

    class Meta:
        model = User
        fields = ["id", "email", "name", "role", "language", "time_zone"]
        read_only_fields = fields


class LoginSerializer(serializers.Serializer):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class RefreshSerializer(serializers.Serializer):
    refresh = serializers.CharField(max_length=2000)


class PasswordSerializer(serializers.Serializer):
    current = serializers.CharField(max_length=128, trim_whitespace=False)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


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
