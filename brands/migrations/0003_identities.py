"""Brands that are there already get a tax profile: companies of Morocco under their registered name."""

from django.db import migrations


def add(apps, schema_editor):
    profiles, brands = apps.get_model("taxes", "TaxProfile"), apps.get_model("brands", "Brand")
    known = set(profiles.objects.values_list("party_id", flat=True))
    profiles.objects.bulk_create(
        profiles(
            party_id=brand.wallet_id,
            status="company",
            legal_name=brand.legal_name or brand.name,
            ice=brand.ice,
            starts_on=brand.created_at.date(),
        )
        for brand in brands.objects.exclude(wallet_id__in=known)
    )


class Migration(migrations.Migration):
    dependencies = [("brands", "0002_team"), ("taxes", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
