"""Adding by a file: the form, and what a refusal looks like in it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from kit.errors import Refusal
from treasury.services.statements import MAX_BYTES

FORBIDDEN = 403  # no proof, or no right: not a matter of the file


class FileForm(forms.ModelForm):
    """One file. What cannot be read says which line and why, and nothing is kept."""

    file = forms.FileField(label=_("file"), max_length=120, widget=UnfoldAdminFileFieldWidget)

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        """Read it here, so that a refusal stands beside the field."""
        cleaned = super().clean() or self.cleaned_data
        if "file" in cleaned and not self.errors:
            try:
                self.instance = self.read(cleaned)
            except Refusal as refusal:
                if refusal.status == FORBIDDEN:
                    raise
                self.add_error("file", str(refusal.detail))
        return cleaned

    def read(self, cleaned: dict[str, Any]) -> Any:
        """Call the service; the row it made. `by` was put on the form by the admin."""
        raise NotImplementedError
