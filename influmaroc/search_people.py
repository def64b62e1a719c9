"""Looking for somebody by name. It meets accounts, brands and influencers, so it stands on the top floor."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.exceptions import ValidationError

from accounts.models import User
from accounts.policies import may_watch_people
from brands.models import BrandMember
from kit.paging import CursorPages
from kit.pictures import SIZES, picture_url
from kit.text import fold
from kit.throttle import take

SHORTEST, LONGEST = 2, 80


class FoundSerializer(serializers.Serializer):
    """What everybody may know: the public name and page. Staff also see the account behind it."""

    id = serializers.UUIDField(source="pk")
    role = serializers.ChoiceField(User.Role.choices)
    name = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text="handle of a creator, slug of a brand")
    picture = serializers.SerializerMethodField()

    def get_name(self, user: User) -> str:
        return getattr(_public(user), "name", user.name)

    def get_page(self, user: User) -> str:
        return getattr(_public(user), "handle", "") or getattr(_public(user), "slug", "")

    def get_picture(self, user: User) -> str:
        shown = _public(user)
        name = getattr(shown, "portrait", "") or getattr(shown, "logo", "")
        return picture_url(name, SIZES[0])


class FoundByStaffSerializer(FoundSerializer):
    email = serializers.EmailField()
    own_name = serializers.CharField(source="name")
    state = serializers.ChoiceField(User.State.choices)
    joined_at = serializers.DateTimeField()


def _public(user: User) -> Any:
    """The profile or the brand under which somebody is known here; None for those who are not."""
    if user.is_influencer:
        return getattr(user, "influencer", None)
    owned = [one.brand for one in user.memberships.all() if one.role == BrandMember.Role.OWNER]
    return owned[0] if owned else None


@extend_schema_view(
    get=extend_schema(
        operation_id="users_search",
        parameters=[
            OpenApiParameter("q", str, required=True, description="2 to 80 characters of a name."),
            OpenApiParameter("role", str, enum=["brand", "influencer"]),
        ],
    )
)
class SearchPeople(generics.ListAPIView):
    """Creators and brands by their public name, newest first; never an address or a telephone number.

    Creators who do not show in search are not found here either. Staff find everybody, by address too.
    """

    serializer_class = FoundSerializer
    pagination_class = CursorPages
    queryset = User.objects.none()  # for the schema

    def get_serializer_class(self) -> Any:
        return FoundByStaffSerializer if may_watch_people(self.request.user) else FoundSerializer

    def get_queryset(self) -> QuerySet[User]:
        take("user-search", str(self.request.user.pk))
        words = self.request.query_params.get("q", "").replace("\x00", "").strip()
        if not SHORTEST <= len(words) <= LONGEST:
            raise ValidationError({"q": _("Write 2 to 80 characters.")})
        rows = found(words, everybody=may_watch_people(self.request.user))
        role = self.request.query_params.get("role", "")
        rows = rows.filter(role=role) if role else rows
        return rows.select_related("influencer").prefetch_related("memberships__brand")


def found(words: str, *, everybody: bool) -> QuerySet[User]:
    """Whose public name holds these words; of everybody, also those without one."""
    brands = BrandMember.objects.filter(user=OuterRef("pk"), role=BrandMember.Role.OWNER)
    named = Q(influencer__folded__contains=fold(words), influencer__is_listed=True)
    named |= Q(Exists(brands.filter(brand__name__icontains=words)))
    if everybody:
        return User.objects.filter(named | Q(name__icontains=words) | Q(email__icontains=words))
    return User.objects.filter(named, is_active=True)
