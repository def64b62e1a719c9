"""Keep the ledger's functions on their indexes, whatever the planner's statistics say."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
FUNCTIONS = ["ledger_post", "ledger_replayed", "ledger_balanced"]


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_movements")]

    operations = [
        migrations.RunSQL(
            (SQL / "ledger_plans.sql").read_text(encoding="utf-8"),
            "".join(f"ALTER FUNCTION {name} RESET ALL;" for name in FUNCTIONS),
        )
    ]
