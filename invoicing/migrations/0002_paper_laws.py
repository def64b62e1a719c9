"""Give papers their laws: numbers without a gap, documents and their bytes never changed."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial")]

    operations = [
        migrations.RunSQL(
            (SQL / "papers.sql").read_text(encoding="utf-8"),
            (SQL / "papers_reverse.sql").read_text(encoding="utf-8"),
        )
    ]
