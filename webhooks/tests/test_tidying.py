from datetime import timedelta

from django.utils import timezone

from webhooks.models import Attempt, Call, Endpoint
from webhooks.services import forget_old_calls
from webhooks.tests.conftest import make_endpoint, owe


def test_after_thirty_days_the_log_is_gone_and_what_was_removed_with_it(atlas_brand):
    now = timezone.now()
    kept = make_endpoint(atlas_brand, old_sealed="-", old_until=now - timedelta(seconds=1))
    gone = make_endpoint(atlas_brand, state="removed", sealed="")
    [young] = owe(kept, owed_at=now - timedelta(days=29))
    for old in [*owe(kept, owed_at=now - timedelta(days=31)), *owe(gone, owed_at=now - timedelta(days=31))]:
        Attempt.objects.create(call=old, url=kept.url)
    assert forget_old_calls() == 2
    assert (list(Call.objects.all()), Attempt.objects.count()) == ([young], 0)
    assert list(Endpoint.objects.all()) == [kept]
    kept.refresh_from_db()
    assert (kept.old_sealed, kept.old_until) == ("", None)
