from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kit.errors import ensure
from webhooks.models import Call, Endpoint
from webhooks.policies import may_connect
from webhooks.selectors import Holder, calls_visible_to, holder_of


def own_holder(user: Any) -> Holder:
    """Whose endpoints this person looks after. Raises NotAllowed."""
    holder = holder_of(user)
    ensure(may_connect(user, holder))
    return holder


def own_endpoint(request: HttpRequest, pk: UUID) -> Endpoint:
    """The endpoint; 404 for strangers, 403 for others of the brand."""
    rows = Endpoint.objects.visible_to(request.user).select_related("brand", "influencer")
    endpoint = get_object_or_404(rows, pk=pk)
    ensure(may_connect(request.user, endpoint))
    return endpoint


def own_call(request: HttpRequest, pk: UUID) -> Call:
    call = get_object_or_404(calls_visible_to(request.user), pk=pk)
    ensure(may_connect(request.user, call.endpoint))
    return call
