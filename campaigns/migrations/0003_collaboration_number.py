"""Contract numbers come from a sequence: they never repeat and never wait for each other."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_ends_and_expectations")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE campaigns_collaboration_number",
            "DROP SEQUENCE campaigns_collaboration_number",
        )
    ]
