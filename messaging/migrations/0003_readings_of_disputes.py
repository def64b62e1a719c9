from django.db import migrations, models


def let_teams_write(apps, schema_editor):
    """Whoever joined a team later as viewer or for finance could not write among their own people."""
    seats = apps.get_model("messaging", "Seat").objects.using(schema_editor.connection.alias)
    seats.filter(conversation__kind="team", writes=False).update(writes=True)


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0002_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='staffreading',
            name='matter',
            field=models.CharField(blank=True, help_text='"report:<id>" or "dispute:<id>"; empty on the oldest rows, all of them of reports', max_length=60, verbose_name='read for'),
        ),
        migrations.RunPython(let_teams_write, migrations.RunPython.noop),
    ]
