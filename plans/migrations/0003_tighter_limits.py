"""Tighter limits on the opening terms: 5 and 5 on the free plan, 20 and 15 on Pro."""

from datetime import UTC, datetime

from django.db import migrations

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LIMITS = {"free": ((20, 20), (5, 5)), "pro": ((60, 60), (20, 15))}


def change(apps, *, to: int):
    plans = apps.get_model("plans", "Plan").objects.filter(starts_at=LONG_AGO)
    for code, limits in LIMITS.items():
        n_campaigns, n_members = limits[to]
        plans.filter(code=code).update(n_open_campaigns=n_campaigns, n_members=n_members)


def tighten(apps, schema_editor):
    change(apps, to=1)


def widen(apps, schema_editor):
    change(apps, to=0)


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_first_plans")]

    operations = [migrations.RunPython(tighten, widen)]
