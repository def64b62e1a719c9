"""In the list of movements, an attempt to pay that failed shows no amount."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
BEFORE = (SQL / "movement.sql").read_text(encoding="utf-8").replace("CREATE VIEW", "CREATE OR REPLACE VIEW")


class Migration(migrations.Migration):
    dependencies = [("payments", "0006_ledger_plans")]

    operations = [migrations.RunSQL((SQL / "movement_2.sql").read_text(encoding="utf-8"), BEFORE)]
