"""The clocks of plans. Safe to run twice and beside themselves."""

from celery import shared_task
from django.utils import timezone

from plans.models import Charge, Subscription
from plans.services import remind_or_end, renew


@shared_task
def run_plans() -> int:
    """Remind of what is late, end what is too late, renew what is over; beat calls it each morning."""
    today = timezone.localdate()
    late = list(Charge.objects.due().filter(due_on__lt=today).values_list("pk", flat=True))
    for charge_id in late:
        remind_or_end(charge_id=charge_id)
    over = Subscription.objects.filter(state=Subscription.State.ACTIVE, ends_on__lte=today)
    ids = list(over.values_list("pk", flat=True))
    for subscription_id in ids:
        renew(subscription_id=subscription_id)
    return len(late) + len(ids)
