"""Give the ledger its laws: append-only, balanced at commit, balances kept by the database, one function to post."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_money_marks")]

    operations = [
        migrations.RunSQL(
            (SQL / "ledger.sql").read_text(encoding="utf-8"),
            (SQL / "ledger_reverse.sql").read_text(encoding="utf-8"),
        )
    ]
