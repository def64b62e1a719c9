from typing import Any
from uuid import UUID

from kit.errors import ensure
from webhooks.models import Endpoint
from webhooks.policies import may_connect


def lock_own(endpoint_id: UUID, by: Any) -> Endpoint:
    """Lock one endpoint for somebody who may change it. Raises DoesNotExist, NotAllowed."""
    rows = Endpoint.objects.kept().select_related("brand", "influencer")
    endpoint = rows.select_for_update(of=("self",), no_key=True).get(pk=endpoint_id)
    ensure(may_connect(by, endpoint))
    return endpoint


def about(endpoint: Endpoint) -> dict[str, str]:
    """The ids that every fact of an endpoint has."""
    return {
        "endpoint_id": str(endpoint.pk),
        "brand_id": str(endpoint.brand_id or ""),
        "influencer_id": str(endpoint.influencer_id or ""),
    }
