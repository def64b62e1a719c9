"""Forms for sending one object straight to the bucket, and the object itself once it is there."""

from pathlib import Path
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages

from files.errors import NotArrived
from kit import depot

LASTS_S = 900


def post_policy(file_id: UUID, size: int) -> tuple[str, dict[str, str]]:
    """Where to send a form, and its fields: one key, these many bytes and no others, for 15 minutes.

    Nothing leaves this machine for it. Whoever calls has seen that there is a bucket.
    """
    status = {"success_action_status": "201"}
    form = _client().generate_presigned_post(
        settings.FILES_S3["bucket"],
        depot.incoming(file_id),
        Fields=dict(status),
        Conditions=[["content-length-range", size, size], status],
        ExpiresIn=LASTS_S,
    )
    return str(form["url"]), {name: str(value) for name, value in form["fields"].items()}


def bring(file_id: UUID, path: Path, size: int) -> None:
    """The object as a local file. Raises NotArrived."""
    place = depot.incoming(file_id)
    try:
        if depot.size_of(place) != size:
            raise NotArrived
        depot.bring(place, path)
    except (FileNotFoundError, BotoCoreError, ClientError) as error:
        raise NotArrived from error


def forget(file_id: UUID) -> None:
    """Once it is taken in, the object itself goes."""
    depot.drop(depot.incoming(file_id))


def _client() -> Any:
    bucket: Any = storages[depot.ALIAS]
    return bucket.connection.meta.client
