"""Days off in Morocco, 2026 to 2028. Religious days are estimates until the moon is seen: staff correct them."""

from datetime import date

from django.db import migrations

YEARS = (2026, 2027, 2028)
FIXED = (
    (1, 1, "Nouvel an"),
    (1, 11, "Manifeste de l'indépendance"),
    (1, 14, "Nouvel an amazigh"),
    (5, 1, "Fête du travail"),
    (7, 30, "Fête du trône"),
    (8, 14, "Allégeance de Oued Ed-Dahab"),
    (8, 20, "Révolution du roi et du peuple"),
    (8, 21, "Fête de la jeunesse"),
    (10, 31, "Fête de l'unité"),
    (11, 6, "Marche verte"),
    (11, 18, "Fête de l'indépendance"),
)
ESTIMATED = (
    ("2026-03-20", "Aïd al-Fitr"),
    ("2026-03-21", "Aïd al-Fitr"),
    ("2026-05-27", "Aïd al-Adha"),
    ("2026-05-28", "Aïd al-Adha"),
    ("2026-06-16", "Premier moharram"),
    ("2026-08-25", "Aïd al-Mawlid"),
    ("2026-08-26", "Aïd al-Mawlid"),
    ("2027-03-09", "Aïd al-Fitr"),
    ("2027-03-10", "Aïd al-Fitr"),
    ("2027-05-16", "Aïd al-Adha"),
    ("2027-05-17", "Aïd al-Adha"),
    ("2027-06-06", "Premier moharram"),
    ("2027-08-15", "Aïd al-Mawlid"),
    ("2028-02-26", "Aïd al-Fitr"),
    ("2028-02-27", "Aïd al-Fitr"),
    ("2028-05-05", "Aïd al-Adha"),
    ("2028-05-06", "Aïd al-Adha"),
    ("2028-05-25", "Premier moharram"),
    ("2028-08-03", "Aïd al-Mawlid"),
    ("2028-08-04", "Aïd al-Mawlid"),
)


def days() -> list[tuple[date, str, bool]]:
    """Every day with its name and whether it is an estimate. On 14 August 2027 two feasts meet; one row is enough."""
    fixed = [(date(year, month, day), name, False) for year in YEARS for month, day, name in FIXED]
    return fixed + [(date.fromisoformat(day), name, True) for day, name in ESTIMATED]


def seed(apps, schema_editor):
    holiday = apps.get_model("campaigns", "Holiday")
    rows = [holiday(day=day, name=name, is_estimated=moved) for day, name, moved in days()]
    holiday.objects.bulk_create(rows, ignore_conflicts=True)


def unseed(apps, schema_editor):
    apps.get_model("campaigns", "Holiday").objects.filter(day__in=[day for day, _name, _moved in days()]).delete()


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_collaboration_number")]

    operations = [migrations.RunPython(seed, unseed)]
