"""Celery's door to privacy. Every task is safe to run twice, and beside itself."""

import logging
import time

from celery import shared_task

from privacy import services
from privacy.models import Export

log = logging.getLogger(__name__)
FOR_S = 50.0
MAX_BATCHES = 100


@shared_task(ignore_result=True)
def make_exports(for_s: float = FOR_S) -> int:
    """Make the copies that are owed; return how many. Rung when one is asked for, and by beat."""
    end, n_made = time.monotonic() + for_s, 0
    while time.monotonic() < end and (export := services.claim_export()):
        n_made += _make(export)
    return n_made


def _make(export: Export) -> bool:
    def tell(n_done: int, n_tables: int) -> None:
        services.note_progress(export_id=export.pk, n_done=n_done, n_tables=n_tables)

    try:
        data, n_rows = services.pack(user=export.user, progress=tell)
    except Exception:  # one copy that fails must not hold up the others
        log.exception("the copy %s could not be made", export.pk)
        services.export_failed(export_id=export.pk)
        return False
    return services.finish_export(export_id=export.pk, data=data, n_rows=n_rows)


@shared_task(ignore_result=True)
def erase_accounts(for_s: float = FOR_S) -> None:
    """Carry out the deletions that are due, then empty last letters that have left; by beat."""
    end = time.monotonic() + for_s
    while time.monotonic() < end and services.erase_next_table():
        pass
    services.forget_last_letters()


@shared_task(ignore_result=True)
def tidy() -> None:
    """Remove what its time is over for, a batch at a time; beat calls it every night."""
    for name, sweep in services.SWEEPS.items():
        n_rows = 0
        for _batch in range(MAX_BATCHES):
            n_done = sweep()
            n_rows += n_done
            if not n_done:
                break
        log.info("retention: %s, %s rows", name, n_rows)
