"""What the house's treasury turns down."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class UnreadableFile(Refusal):
    """`line` is where reading stopped, from 1."""

    code = "file_unreadable"
    status = 400
    detail = _("Line %(line)s of this file cannot be read: %(why)s.")


class DoesNotAddUp(Refusal):
    code = "statement_does_not_add_up"
    status = 400
    detail = _(
        "Opening balance and lines give %(computed)s, the statement says %(stated)s: the file is incomplete."
    )


class SameTwoEyes(Refusal):
    code = "second_person_needed"
    status = 403
    detail = _("You proposed this match yourself: somebody else has to look at it.")


class DoesNotFit(Refusal):
    """`why` is a code: unknown_target, amount, direction, state."""

    code = "match_does_not_fit"
    detail = _("This line cannot be that: %(why)s.")
