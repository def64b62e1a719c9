"""What a brand turns down. NotAllowed and WrongState come from kit."""

from django.utils.translation import gettext_lazy as _

from kit.errors import NotAllowed, Refusal


class InvitationGone(Refusal):
    """One answer for a link that is unknown, used, replaced, withdrawn, declined or too old."""

    code = "invitation_gone"
    status = 410
    detail = _("This invitation is no longer valid. Ask for a new one.")


class InvitationForAnother(Refusal):
    """The person signed in has another address than the one that was invited."""

    code = "invitation_for_another"
    status = 403
    detail = _("This invitation was sent to another address than the one of your account.")


class NotABrandAccount(Refusal):
    code = "not_a_brand_account"
    status = 403
    detail = _("Only a brand account can join a team. Ask for an invitation to another address of yours.")


class AlreadyInTeam(Refusal):
    """`brand` is the name of the brand that this person works for already."""

    code = "already_in_team"
    detail = _(
        "You already work for %(brand)s, and one account works for one brand. Leave it first, or ask for an "
        "invitation to another address of yours."
    )

    def __init__(self, brand: str) -> None:
        super().__init__(str(self.detail) % {"brand": brand}, brand=brand)


class OwnerStays(Refusal):
    code = "owner_stays"
    detail = _("The owner cannot leave. Hand the brand over to a member first.")


class OfferGone(Refusal):
    code = "offer_gone"
    status = 410
    detail = _("This offer was withdrawn or is too old.")


class NoTeam(NotAllowed):
    """A brand account whose person has left every team."""

    code = "no_team"
    detail = _("You work for no brand at the moment. Ask the owner of a team for an invitation.")
