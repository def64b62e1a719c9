"""Files as screens and the API show them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from files.models import File
from files.querysets import FileQuerySet
from files.selectors.links import link_to, plain_link
from files.selectors.reading import ORIGINAL, best_of, is_open, offers


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One way to have the file. `url` is good for this reader, for a while (links.lasts_s)."""

    name: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    url: str


@dataclass(frozen=True, kw_only=True)
class FileCard:
    """A file for one reader. `variants` is empty until the state is ready."""

    id: UUID
    name: str
    purpose: str
    kind: str
    media_type: str
    size: int
    state: str
    reason: str
    scan: str
    progress: int
    width: int | None
    height: int | None
    duration_ms: int | None
    attached_to: str
    made_at: datetime
    ready_at: datetime | None
    variants: list[Shown] = field(default_factory=list)

    @property
    def best(self) -> Shown | None:
        """What its reader saves of it; None until it is ready."""
        by_name = {one.name: one for one in self.variants}
        return by_name[best_of(list(by_name))] if by_name else None


COPIED = [name for name in FileCard.__dataclass_fields__ if name not in {"id", "variants"}]


def card_of(file: File, reader: Any) -> FileCard:
    """One file. Whoever calls has looked whether `reader` may have it."""
    values = {name: getattr(file, name) for name in COPIED}
    return FileCard(id=file.pk, variants=_shown(file, reader), **values)


def cards_of(*, targets: Iterable[str], reader: Any) -> dict[str, list[FileCard]]:
    """What belongs to each of these things ("message:<id>"), for somebody who may see them; two queries.

    Every link is looked at again when it is used: settings.FILE_READERS has to let the reader, too.
    """
    found: dict[str, list[FileCard]] = defaultdict(list)
    for file in File.objects.attached_to(targets).select_related("blob").prefetch_related("blob__variants"):
        found[file.attached_to].append(card_of(file, reader))
    return dict(found)


def kinds_of(targets: Iterable[str]) -> dict[str, list[str]]:
    """What kinds of files belong to each of these things, without links; one query, none for nothing."""
    found: dict[str, list[str]] = defaultdict(list)
    wanted = list(targets)
    if wanted:
        for target, kind in File.objects.attached_to(wanted).values_list("attached_to", "kind"):
            found[target].append(kind)
    return dict(found)


def own_files(user: Any) -> FileQuerySet:
    """A person's own files with what is shown of them, for a list."""
    return File.objects.of(user).select_related("blob").prefetch_related("blob__variants")


def _shown(file: File, reader: Any) -> list[Shown]:
    names = offers(file, reader)
    if not names or file.blob is None:
        return []
    made = {one.name: one for one in file.blob.variants.all()}
    shown = [
        Shown(
            name=name,
            media_type=made[name].media_type,
            size=made[name].size,
            width=made[name].width,
            height=made[name].height,
            url=_address(file, name, reader),
        )
        for name in names
        if name != ORIGINAL
    ]
    if ORIGINAL in names:
        url = _address(file, ORIGINAL, reader)
        shown.append(Shown(name=ORIGINAL, media_type=file.media_type, size=file.size, url=url))
    return shown


def _address(file: File, name: str, reader: Any) -> str:
    return plain_link(file.pk, name) if is_open(file, name) else link_to(file.pk, name, reader)
