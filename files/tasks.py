"""Celery's door to the files. Every task is safe to run twice, and beside itself."""

import logging
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from celery import shared_task

from files import services
from files.errors import NoVerdict, ScannerDown
from files.gateways import workbench
from files.gateways.scanner import scanner
from files.models import File, Variant
from files.services.processing import Made
from kit import depot

log = logging.getLogger(__name__)
FOR_S = 25.0
WORK = "work-"


@shared_task(ignore_result=True)
def process_files(for_s: float = FOR_S) -> int:
    """Scan and prepare what arrived until nothing is due or time is up; return how many files.

    Rung after an upload, and by beat every 30 s. A file is claimed for two minutes, longer while it makes
    progress: one whose worker dies is taken up by another.
    """
    end, n_files = time.monotonic() + for_s, 0
    while time.monotonic() < end and (file := services.claim_file()):
        n_files += 1
        try:
            _process(file)
        except NoVerdict as error:
            log.warning("the scanner gave no verdict: %s", error)
            services.file_waits(claimed=file, error=error)
            if isinstance(error, ScannerDown):
                break  # the others would wait for the same; beat looks again in half a minute
        except Exception as error:  # one bad file must not hold up the others
            log.exception("file %s could not be prepared", file.pk)
            services.file_failed(claimed=file, error=error)
    return n_files


@shared_task(ignore_result=True)
def collect() -> None:
    """End old uploads, let go of what belongs to nothing; beat calls it every ten minutes."""
    services.collect()


@shared_task(ignore_result=True)
def sweep() -> None:
    """The whole storage against the rows; beat calls it each night."""
    services.collect_all()


def _process(file: File) -> None:
    if file.blob is None:
        return
    with TemporaryDirectory(prefix=WORK, dir=depot.parts()) as name:
        source, folder = Path(name) / "source", Path(name) / "made"
        folder.mkdir()
        try:
            depot.bring(file.blob.place, source)
        except FileNotFoundError:
            services.file_refused(claimed=file, reason=File.Reason.GONE)
            return
        if file.state == File.State.PROCESSING or _is_clean(file, source):
            _make(file, source, folder)


def _is_clean(file: File, source: Path) -> bool:
    """Raises NoVerdict, ScannerDown."""
    guard = scanner()
    if guard is None:
        return services.file_scanned(claimed=file, scan=File.Scan.NONE)
    found = guard.scan(source)
    scan = File.Scan.INFECTED if found else File.Scan.CLEAN
    return services.file_scanned(claimed=file, scan=scan, found=found)


def _make(file: File, source: Path, folder: Path) -> None:
    told = workbench.make(
        file.kind, source, folder, lambda percent: services.note_progress(claimed=file, percent=percent)
    )
    if reason := told.get("refused"):
        services.file_refused(claimed=file, reason=reason)
        return
    variants = [_stored(one, folder) for one in told["made"]]
    sizes = {name: told.get(name) for name in ("width", "height", "duration_ms")}
    if not services.file_made(claimed=file, made=Made(variants=variants, **sizes)):
        for variant in variants:  # somebody else has the file now
            depot.drop(variant.place)


def _stored(one: dict[str, Any], folder: Path) -> Variant:
    path = folder / Path(one["name"]).name
    size = path.stat().st_size
    return Variant(**one, size=size, place=depot.keep(path, depot.DERIVED))
