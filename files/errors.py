"""Why files are refused."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class TypeRefused(Refusal):
    """Not one of the types we take, by its content."""

    code = "type_refused"
    status = 415
    detail = _("Send a picture (JPEG, PNG, WebP, AVIF, HEIC), a video (MP4, MOV, WebM) or a PDF.")


class FileBroken(Refusal):
    """Begins like a type we take, and cannot be read as one."""

    code = "file_broken"
    status = 400
    detail = _("This file cannot be read. It may be damaged.")


class TooLarge(Refusal):
    """More bytes than its type may have; `limit` says how many."""

    code = "too_large"
    status = 413
    detail = _("This file is too large: 10 MB for a picture, 100 MB for a video, 20 MB for a PDF.")


class TooHeavy(Refusal):
    """More pixels than a picture may have, by its own word."""

    code = "too_heavy"
    status = 413
    detail = _("This picture has too many pixels: 50 million at most, 16,000 on a side.")


class QuotaExceeded(Refusal):
    """No room left: `used` and `limit` in bytes."""

    code = "quota_exceeded"
    status = 413
    detail = _("You have no room left. Remove files that you no longer need.")


class DayExceeded(Refusal):
    """As much as one person may send in 24 hours."""

    code = "daily_limit"
    status = 429
    detail = _("You have sent as much as you may in a day. Go on tomorrow.")


class LengthRequired(Refusal):
    """A body of unknown length cannot be judged before it is read."""

    code = "length_required"
    status = 411
    detail = _("Say how long the body is (Content-Length).")


class EncodingRefused(Refusal):
    """A compressed body."""

    code = "encoding_refused"
    status = 415
    detail = _("Send the file as it is, without Content-Encoding.")


class TooManyFiles(Refusal):
    """More files in one request than allowed."""

    code = "too_many_files"
    status = 413
    detail = _("At most 20 files at a time.")


class FileAttached(Refusal):
    """It belongs to something that is kept."""

    code = "file_attached"
    detail = _("This file belongs to something that is kept, and stays with it.")


class WrongPurpose(Refusal):
    """Sent for something else than what it is put on."""

    code = "wrong_purpose"
    detail = _("This file was sent for something else.")


class FileUnusable(Refusal):
    """Refused, removed or not yet received whole."""

    code = "file_unusable"
    detail = _("This file cannot be used. Send it again.")


class OffsetMismatch(Refusal):
    """A piece that does not go on where the last one ended; `offset` says where that was."""

    code = "offset_mismatch"
    detail = _("This piece does not continue the upload.")


class ChecksumMismatch(Refusal):
    """A piece that was damaged on its way."""

    code = "checksum_mismatch"
    status = 460
    detail = _("This piece was damaged on its way. Send it again.")


class UploadBusy(Refusal):
    """Another request is sending a piece of the same upload."""

    code = "upload_busy"
    status = 423
    detail = _("Another piece of this upload is being received.")


class UploadGone(Refusal):
    """Expired, ended or never begun."""

    code = "upload_gone"
    status = 410
    detail = _("This upload is over. Begin it again.")


class DirectNotConfigured(Refusal):
    """There is no bucket to send to."""

    code = "direct_not_configured"
    status = 501
    detail = _("Sending straight to the storage is not set up here. Use the other ways.")


class NotArrived(Refusal):
    """Nothing lies where the form should have put it."""

    code = "not_arrived"
    detail = _("The storage has not received this file.")


class NoVerdict(Exception):
    """The scanner said neither yes nor no of this file: it waits."""


class ScannerDown(NoVerdict):
    """The scanner does not answer: every file waits."""
