"""Files that a form brings along: sent before, each by its id."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.errors import TooManyAttached
from campaigns.models.deliverables import MOST_FILES
from files.errors import FileAttached, FileUnusable, WrongPurpose
from files.models import File
from kit.ids import is_uuid

# What turns out when files are put on something: theirs no more, refused meanwhile, put on something else.
UNFIT = (File.DoesNotExist, FileAttached, FileUnusable, TooManyAttached, WrongPurpose)


class FilesForm(forms.Form):
    """Whose they are is looked at when they are put on something; here they only have to be ids."""

    attached = forms.TypedMultipleChoiceField(label=_("Files"), required=False, coerce=UUID)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        given = data.getlist("attached")[: MOST_FILES + 1] if data else []
        self.fields["attached"].choices = [(one, one) for one in given if is_uuid(one)]

    @property
    def ids(self) -> list[UUID]:
        """What was attached already, for a form that is shown once more."""
        return [UUID(one) for one, _label in self.fields["attached"].choices]

    def fits(self, act: Callable[..., Any], **words: Any) -> bool:
        """Do it with the files; when one does not fit, that is said beside them, and the words typed stay."""
        try:
            act(file_ids=self.cleaned_data["attached"], **words)
        except UNFIT as error:
            self.add_error("attached", str(getattr(error, "detail", FileUnusable.detail)))
            return False
        return True


class EvidenceForm(FilesForm):
    """What a side puts forward in a dispute."""

    def clean_attached(self) -> list[UUID]:
        if not self.cleaned_data["attached"]:
            raise forms.ValidationError(_("Choose at least one file."))
        return list(self.cleaned_data["attached"])
