"""Files for the tests: rows as they stand after an upload, and the two folders of this test alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from files.models import Blob, File, Variant
from kit import depot


@pytest.fixture(autouse=True)
def depots(settings: Any, tmp_path: Any) -> None:
    """Real folders, so that what lies there can be looked at."""
    settings.FILES_ROOT, settings.FILES_PARTS = str(tmp_path / "files"), str(tmp_path / "parts")
    folder = {"location": settings.FILES_ROOT, "base_url": None}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder}
    settings.STORAGES = {**settings.STORAGES, "files": backend}


def make_file(owner: User, tmp_path: Any, **fields: Any) -> File:
    """A PDF that is ready, or what `fields` say."""
    path = tmp_path / "made"
    path.write_bytes(b"%PDF-1.4 of a test")
    values = {"purpose": "message", "name": "contrat.pdf", "kind": "pdf", "media_type": "application/pdf"}
    values |= {"state": "ready", "scan": "none", "ready_at": timezone.now(), "size": path.stat().st_size}
    values |= fields
    if "blob" not in values:
        place = depot.keep(path, depot.ORIGINALS)
        values["blob"] = Blob.objects.create(
            place=place, sha256="0" * 64, size=values["size"], media_type=values["media_type"]
        )
    return File.objects.create(owner=owner, **values)


def make_variant(file: File, tmp_path: Any, name: str = "webp-320") -> Variant:
    path = tmp_path / "variant"
    path.write_bytes(b"drawn by us")
    place = depot.keep(path, depot.DERIVED)
    return Variant.objects.create(
        blob=file.blob, name=name, place=place, media_type="image/webp", size=11, width=320, height=240
    )


@pytest.fixture
def file_of(tmp_path: Any) -> Callable[..., File]:
    return lambda owner, **fields: make_file(owner, tmp_path, **fields)


@pytest.fixture
def variant_of(tmp_path: Any) -> Callable[..., Variant]:
    return lambda file, name="webp-320": make_variant(file, tmp_path, name)
