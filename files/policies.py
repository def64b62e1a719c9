"""Who may have which file. Who may see the thing it belongs to is known above: settings.FILE_READERS."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from files.models import File


def may_send(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


def owns(user: Any, file: File) -> bool:
    return bool(user.is_authenticated and user.is_active and file.owner_id == user.pk)


def is_public(file: File) -> bool:
    """Anybody may read it: what its owner shows to the world, and nothing that is still being checked."""
    return file.purpose in settings.FILE_PUBLIC and file.state == File.State.READY and file.attached_to != ""


def is_shown_to(user: Any, file: File) -> bool:
    """The app that owns the purpose lets this person see what the file belongs to."""
    reader = settings.FILE_READERS.get(file.purpose)
    if not (reader and file.attached_to and user.is_authenticated and user.is_active):
        return False
    return bool(import_string(reader)(user, file))


def may_open_others(user: Any) -> bool:
    """Staff who may open files of other people, once they have said why."""
    return bool(user.is_active and user.is_staff and user.has_perm("files.open_file"))


def may_tend(user: Any) -> bool:
    """Staff who may have a file prepared again."""
    return bool(user.is_active and user.is_staff and user.has_perm("files.change_file"))
