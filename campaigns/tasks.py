from celery import shared_task

from campaigns import services


@shared_task(ignore_result=True)
def run_clocks(limit: int = 500) -> dict[str, int]:
    """Run every deadline and warning that has come; beat calls it each minute. Safe to run twice at once."""
    beat = services.run_clocks(limit=limit)
    return vars(beat)
