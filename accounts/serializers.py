from rest_framework import serializers

from accounts.models import User


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


class TokensSerializer(serializers.Serializer):
    """A pair of tokens. `access` lives ten minutes; trade `refresh` for a new pair before it is used up."""

    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)
    user = UserSerializer(read_only=True)
