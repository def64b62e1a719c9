"""Who may have other machines told. Endpoints and holders are asked alike: both have a brand or a creator."""

from typing import Any

from brands import policies as brands


def may_connect(user: Any, holder: Any) -> bool:
    """Add, look into, change and remove endpoints: managers of a brand, a creator for themselves."""
    if holder.brand is not None:
        return brands.may_connect(user, holder.brand)
    return holder.influencer is not None and holder.influencer.user_id == user.pk


def may_look_after(user: Any) -> bool:
    """Staff who may switch an endpoint off, and send a call again."""
    return bool(user.is_active and user.is_staff and user.has_perm("webhooks.change_endpoint"))
