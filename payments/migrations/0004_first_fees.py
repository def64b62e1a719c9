"""The fees the house opens with: 5 % on top for the brand, 10 % off for the influencer, 20 % VAT on each fee."""

from datetime import datetime, timezone

from django.db import migrations

OPENED_AT = datetime(2026, 1, 1, tzinfo=timezone.utc)


def add(apps, schema_editor):
    apps.get_model("payments", "FeeSchedule").objects.get_or_create(
        starts_at=OPENED_AT,
        defaults={
            "brand_fee_bps": 500,
            "influencer_fee_bps": 1000,
            "vat_bps": 2000,
            "note": "Opening rates",
        },
    )


def remove(apps, schema_editor):
    apps.get_model("payments", "FeeSchedule").objects.filter(starts_at=OPENED_AT).delete()


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_ledger_laws")]

    operations = [migrations.RunPython(add, remove)]
