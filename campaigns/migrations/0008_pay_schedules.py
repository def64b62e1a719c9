"""How a price is paid out, chosen in the brief. What is in dispute is frozen at the bank too."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

FREEZE = """
UPDATE payments_escrow e SET disputed_at = d.opened_at
  FROM campaigns_collaboration c JOIN campaigns_dispute d ON d.collaboration_id = c.id
 WHERE c.escrow_id = e.id AND c.state = 'disputed' AND e.state = 'held';
"""


class Migration(migrations.Migration):

    dependencies = [
        ("payments", "0013_escrow_parts"),
        ('campaigns', '0007_at_least_one'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='pay_schedule',
            field=models.CharField(choices=[('whole', 'All at the end'), ('two_steps', 'In two steps'), ('staged', 'In three steps')], default='whole', max_length=10, verbose_name='payment'),
        ),
        migrations.CreateModel(
            name='ScheduleSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schedule', models.CharField(choices=[('two_steps', 'In two steps'), ('staged', 'In three steps')], max_length=10, verbose_name='schedule')),
                ('draft_bps', models.PositiveSmallIntegerField(verbose_name='when the drafts are approved')),
                ('published_bps', models.PositiveSmallIntegerField(verbose_name='when the publications are accepted')),
                ('retained_bps', models.PositiveSmallIntegerField(verbose_name='retained afterwards')),
                ('starts_on', models.DateField(verbose_name='in force from')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'payment schedule',
                'verbose_name_plural': 'payment schedules',
                'ordering': ['schedule', '-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('schedule', 'starts_on'), name='schedule_setting_once'), models.CheckConstraint(condition=models.Q(('draft_bps', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(10000), '-', models.F('published_bps')), '-', models.F('retained_bps')))), name='schedule_setting_is_a_whole')],
            },
        ),
        migrations.RunSQL(FREEZE, migrations.RunSQL.noop),
    ]
