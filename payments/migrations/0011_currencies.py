"""Exchange rates, conversions, payments in another currency than their escrow. Rates and conversions never change."""

import django.db.models.deletion
import kit.ids
from django.conf import settings
from django.db import migrations, models


# What was paid so far was paid in the escrow's own currency; parked money never belonged to an escrow.
AMOUNTS = """
UPDATE payments_payment SET escrow_centimes = amount_centimes;
UPDATE payments_refund r SET escrow_centimes = r.amount_centimes
  FROM payments_payment p WHERE p.id = r.payment_id AND p.is_credited;
"""
LAWS = "".join(
    f"""
CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
    for table in ("payments_exchangerate", "payments_currencyexchange")
)
UNDO = "".join(
    f"DROP TRIGGER ledger_no_change ON {table}; DROP TRIGGER ledger_no_truncate ON {table};"
    for table in ("payments_exchangerate", "payments_currencyexchange")
)


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0010_more_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='escrow_centimes',
            field=models.BigIntegerField(default=0, verbose_name="amount in the escrow's currency"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='refund',
            name='escrow_centimes',
            field=models.BigIntegerField(blank=True, null=True, verbose_name="amount in the escrow's currency"),
        ),
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('bam', 'Bank Al-Maghrib'), ('frankfurter', 'Frankfurter'), ('manual', 'Entered by staff')], max_length=16, verbose_name='source')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('on', models.DateField(verbose_name='business day')),
                ('dirhams', models.DecimalField(decimal_places=8, max_digits=14, verbose_name='dirhams for one')),
                ('fetched_at', models.DateTimeField(auto_now_add=True, verbose_name='read')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'exchange rate',
                'verbose_name_plural': 'exchange rates',
                'ordering': ['-on', 'currency', 'source'],
            },
        ),
        migrations.CreateModel(
            name='CurrencyExchange',
            fields=[
                ('id', models.UUIDField(default=kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sold_centimes', models.BigIntegerField(verbose_name='amount given away')),
                ('bought_centimes', models.BigIntegerField(verbose_name='amount received')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('bought', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_in', to='payments.ledgertransaction', verbose_name='received')),
                ('sold', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_out', to='payments.ledgertransaction', verbose_name='given away')),
                ('rate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='payments.exchangerate', verbose_name='exchange rate')),
            ],
            options={
                'verbose_name': 'currency exchange',
                'verbose_name_plural': 'currency exchanges',
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='payment',
            name='rate',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='payments.exchangerate', verbose_name='exchange rate'),
        ),
        migrations.AddConstraint(
            model_name='exchangerate',
            constraint=models.UniqueConstraint(fields=('source', 'currency', 'on'), name='exchange_rate_once'),
        ),
        migrations.AddConstraint(
            model_name='exchangerate',
            constraint=models.CheckConstraint(condition=models.Q(('dirhams__gt', 0)), name='exchange_rate_positive'),
        ),
        migrations.AddConstraint(
            model_name='exchangerate',
            constraint=models.CheckConstraint(condition=models.Q(('currency', 'MAD'), _negated=True), name='exchange_rate_foreign'),
        ),
        migrations.AddConstraint(
            model_name='currencyexchange',
            constraint=models.CheckConstraint(condition=models.Q(('bought_centimes__gt', 0), ('sold_centimes__gt', 0)), name='exchange_not_empty'),
        ),
        migrations.RunSQL(AMOUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(LAWS, UNDO),
    ]
