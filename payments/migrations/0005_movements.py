"""One list of what moved for a wallet, as a view over payments, refunds, escrows and payouts."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / 'sql'


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0004_first_fees'),
    ]

    operations = [
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.CharField(max_length=48, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('payment', 'Payment'), ('refund', 'Refund'), ('earning', 'Earning'), ('payout', 'Bank transfer')], max_length=8, verbose_name='kind')),
                ('source_id', models.UUIDField()),
                ('deal_id', models.UUIDField(null=True, verbose_name='deal')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('amount_centimes', models.BigIntegerField(verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('state', models.CharField(max_length=10, verbose_name='state')),
                ('at', models.DateTimeField(verbose_name='date')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled')),
                ('detail', models.CharField(max_length=200, verbose_name='detail')),
            ],
            options={
                'verbose_name': 'movement',
                'verbose_name_plural': 'movements',
                'db_table': 'payments_movement',
                'ordering': ['-at', '-id'],
                'managed': False,
            },
        ),
        migrations.RunSQL((SQL / 'movement.sql').read_text(encoding='utf-8'), 'DROP VIEW payments_movement;'),
    ]
