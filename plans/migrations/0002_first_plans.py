"""The plans to begin with. Staff add new terms by date; nobody edits these."""

from datetime import UTC, datetime

from django.db import migrations

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FIRST = [
    {"code": "free", "month_centimes": 0, "year_centimes": 0, "n_open_campaigns": 20, "n_members": 20},
    {
        "code": "pro",
        "month_centimes": 49_000,
        "year_centimes": 490_000,
        "brand_fee_bps": 400,
        "n_open_campaigns": 60,
        "n_members": 60,
    },
    {"code": "scale", "month_centimes": 149_000, "year_centimes": 1_490_000, "brand_fee_bps": 250},
]


def add(apps, schema_editor):
    plans = apps.get_model("plans", "Plan")
    plans.objects.bulk_create(plans(starts_at=LONG_AGO, note="opening terms", **row) for row in FIRST)


def remove(apps, schema_editor):
    apps.get_model("plans", "Plan").objects.filter(starts_at=LONG_AGO).delete()


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
