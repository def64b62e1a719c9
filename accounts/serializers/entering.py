"""Signing in and proving who one is."""

from django.utils.translation import get_language
from rest_framework import serializers

from accounts.models import Passkey, PasswordResetToken, SignIn, User
from accounts.selectors import device_name
from kit.places import place_of

# The second steps that are sent.
CODE_METHODS = [(one.value, one.label) for one in (SignIn.Factor.EMAIL, SignIn.Factor.SMS)]


class UserSerializer(serializers.ModelSerializer):
    """The person behind a token, as that person sees it."""

    class Meta:
        model = User
        fields = ["id", "email", "name", "role", "language", "time_zone"]
        read_only_fields = fields


class LoginSerializer(serializers.Serializer):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    device = serializers.CharField(max_length=200, required=False, default="")


class RefreshSerializer(serializers.Serializer):
    refresh = serializers.CharField(max_length=2000)


class PasswordSerializer(serializers.Serializer):
    current = serializers.CharField(max_length=128, trim_whitespace=False)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class SignInSerializer(serializers.ModelSerializer):
    """One device that is signed in. `device` is its program in words."""

    device = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField(help_text="The country, roughly; empty when unknown.")
    is_this = serializers.SerializerMethodField()

    class Meta:
        model = SignIn
        fields = ["id", "kind", "device", "ip", "place", "started_at", "seen_at", "expires_at", "is_this"]
        read_only_fields = fields

    def get_device(self, sign_in: SignIn) -> str:
        return device_name(sign_in.user_agent)

    def get_place(self, sign_in: SignIn) -> str:
        return place_of(sign_in.ip, get_language() or "fr")

    def get_is_this(self, sign_in: SignIn) -> bool:
        return sign_in == self.context.get("here")


class TokensSerializer(serializers.Serializer):
    """A pair of tokens. `access` lives ten minutes; trade `refresh` for a new pair before it is used up."""

    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)
    user = UserSerializer(read_only=True)


class SignedInSerializer(TokensSerializer):
    """Send `device` along with the next login: it tells this client from a stranger's."""

    device = serializers.CharField(read_only=True)


class PendingSerializer(serializers.Serializer):
    """What is still to be shown. `token` goes with the answer; `methods` help, the best first."""

    token = serializers.CharField(read_only=True)
    methods = serializers.ListField(child=serializers.CharField(), read_only=True)
    expires_at = serializers.DateTimeField(source="challenge.expires_at", read_only=True)


class SecondStepSerializer(serializers.Serializer):
    second_step = PendingSerializer(read_only=True)


class AnswerSerializer(serializers.Serializer):
    """`code` for email, totp, sms and recovery; `credential` for passkey, as toJSON() gives it."""

    token = serializers.CharField(max_length=200)
    method = serializers.ChoiceField(SignIn.Factor.choices)
    code = serializers.CharField(max_length=64, required=False, default="")
    credential = serializers.DictField(required=False)


class LoginStepSerializer(AnswerSerializer):
    device = serializers.CharField(max_length=200, required=False, default="")
    trust = serializers.BooleanField(default=False, help_text="Spare this device the next thirty days.")


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField(max_length=200)


class SendCodeSerializer(TokenSerializer):
    method = serializers.ChoiceField(CODE_METHODS, default="email")


class NumberSerializer(serializers.Serializer):
    number = serializers.CharField(max_length=30)


class PasskeyOptionsSerializer(serializers.Serializer):
    """`public_key` is for navigator.credentials, through PublicKeyCredential.parse…OptionsFromJSON()."""

    token = serializers.CharField(read_only=True)
    public_key = serializers.DictField(read_only=True)


class PasskeyLoginSerializer(TokenSerializer):
    credential = serializers.DictField()
    device = serializers.CharField(max_length=200, required=False, default="")


class OwnPasswordSerializer(serializers.Serializer):
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class EmailSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)


class CodeSerializer(serializers.Serializer):
    token = serializers.CharField(max_length=1000)
    code = serializers.CharField(max_length=64)


class NewPasskeySerializer(TokenSerializer):
    credential = serializers.DictField()
    name = serializers.CharField(max_length=60, required=False, default="")


class PasskeySerializer(serializers.ModelSerializer):
    class Meta:
        model = Passkey
        fields = ["id", "name", "added_at", "used_at"]
        read_only_fields = fields


class FactorsSerializer(serializers.Serializer):
    """`methods` are the second steps this person can sign in with now. `is_sms_ready`: codes by SMS are set
    up here; `phone_end` are the last two digits of the number they go to.
    """

    methods = serializers.ListField(child=serializers.CharField(), read_only=True)
    passkeys = PasskeySerializer(many=True, read_only=True)
    n_recovery_codes = serializers.IntegerField(read_only=True)
    is_sms_ready = serializers.BooleanField(read_only=True)
    phone_end = serializers.CharField(read_only=True)
    proved_until = serializers.DateTimeField(read_only=True, allow_null=True)


class ProposalSerializer(serializers.Serializer):
    """A secret for an authenticator app, not in use before a code proves it. `uri` is for the QR code."""

    secret = serializers.CharField(read_only=True)
    uri = serializers.CharField(read_only=True)
    token = serializers.CharField(read_only=True)


class RecoveryCodesSerializer(serializers.Serializer):
    """Shown once. Empty when the person has codes already."""

    recovery_codes = serializers.ListField(child=serializers.CharField(), read_only=True)


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
