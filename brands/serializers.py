from rest_framework import serializers

from brands.models import Brand
from brands.policies import role_of

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
