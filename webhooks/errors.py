"""What this app turns down. NotAllowed, WrongState and Stale come from kit."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kit.errors import NotAllowed, Refusal

REASONS: dict[str, Promise] = {
    "malformed": _("This is not a web address that can be called."),
    "scheme": _("The address has to begin with https://."),
    "userinfo": _("A user name or password cannot stand in the address."),
    "port": _("This port is not called: leave it out of the address."),
    "number": _("Write the name of the server, not a number."),
    "inside": _("This address does not lead to the Internet, so it is not called."),
    "unresolved": _("No server is known under this name."),
}


class AddressRefused(Refusal):
    """The fact `reason` is one of kit.addresses.BadAddress.REASONS."""

    code = "webhook_address_refused"
    status = 400

    def __init__(self, reason: str) -> None:
        super().__init__(REASONS[reason], reason=reason)


class TooManyEndpoints(Refusal):
    code = "too_many_webhooks"
    detail = _("There is no room for another endpoint. Remove one that is not used any more.")


class EndpointOff(Refusal):
    """Nothing is sent to an endpoint that is switched off."""

    code = "webhook_disabled"
    detail = _("This endpoint is switched off. Switch it on first.")


class OffByStaff(NotAllowed):
    """Whoever holds it cannot undo it."""

    code = "webhook_off_by_staff"
    detail = _("InfluMaroc switched this endpoint off. Write to us, so that it can be switched on again.")


class SecretIsNew(Refusal):
    """The secret before it still signs: another change would end it before its day is over."""

    code = "webhook_secret_is_new"
    detail = _("The secret was changed within the last 24 hours, and the one before it still signs.")


class NoHolder(NotAllowed):
    """Neither a brand nor a creator: staff, or somebody without a profile."""

    detail = _("Webhooks are for brands and creators.")
