from rest_framework import serializers

from brands.models import Brand, BrandMember, Invitation, OwnershipOffer
from brands.policies import role_of
from kit.api import MoneyField

PUBLIC = ["id", "slug", "name", "sector", "city", "site", "about", "logo"]


class BrandSerializer(serializers.ModelSerializer):
    """What everybody may know of a company."""

    class Meta:
        model = Brand
        fields = PUBLIC
        read_only_fields = fields


class OwnBrandSerializer(serializers.ModelSerializer):
    """A company as its members see it. `role` is the caller's own."""

    ice = serializers.CharField(max_length=30, allow_blank=True, required=False)
    version = serializers.IntegerField(required=False, min_value=1)
    role = serializers.SerializerMethodField()

    class Meta:
        model = Brand
        fields = [*PUBLIC, "legal_name", "ice", "role", "version"]
        read_only_fields = ["slug", "logo"]

    def get_role(self, brand: Brand) -> str:
        """owner, manager, finance or viewer."""
        return role_of(self.context["request"].user, brand) or ""


GIVEN_ROLES = [(role.value, role.label) for role in BrandMember.Role if role != BrandMember.Role.OWNER]


class MemberSerializer(serializers.ModelSerializer):
    """A person of the team. `id` is the person's."""

    id = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")

    class Meta:
        model = BrandMember
        fields = ["id", "name", "email", "role", "joined_at"]


class RoleInput(serializers.Serializer):
    role = serializers.ChoiceField(GIVEN_ROLES)


class InviteInput(RoleInput):
    email = serializers.EmailField(max_length=254)


class InvitationSerializer(serializers.ModelSerializer):
    """An address that was asked to join. Whether it has an account is not told."""

    status = serializers.CharField(source="state")

    class Meta:
        model = Invitation
        fields = ["id", "email", "role", "status", "made_at", "expires_at"]


class TokenInput(serializers.Serializer):
    token = serializers.CharField(max_length=200)


class OfferInput(serializers.Serializer):
    """The member who may become the owner."""

    member = serializers.UUIDField()


class OwnershipOfferSerializer(serializers.ModelSerializer):
    member = serializers.UUIDField(source="to_id")
    offered_by = serializers.UUIDField(source="offered_by_id")

    class Meta:
        model = OwnershipOffer
        fields = ["id", "member", "offered_by", "made_at", "expires_at"]


class LimitSerializer(serializers.Serializer):
    """`above`: null when one person may pay any amount."""

    above = MoneyField(allow_null=True)
