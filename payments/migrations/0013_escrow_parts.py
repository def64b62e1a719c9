"""Escrows in parts, chargebacks. Every escrow so far becomes one part with the escrow's own id, so that the ledger
key of its closing stays what it was."""

from pathlib import Path

import django.db.models.deletion
import kit.ids
import kit.states
import payments.models.escrow
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
WHOLES = """
INSERT INTO payments_escrowpart (id, escrow_id, position, name, price_centimes, brand_fee_centimes,
       brand_vat_centimes, influencer_fee_centimes, influencer_vat_centimes, state, given_centimes, closed_at)
SELECT id, id, 1, 'whole', price_centimes, brand_fee_centimes, brand_vat_centimes, influencer_fee_centimes,
       influencer_vat_centimes, state,
       CASE state WHEN 'released' THEN price_centimes WHEN 'refunded' THEN 0 END, closed_at
  FROM payments_escrow;
"""
SENT_BACK = """
SELECT e.id, e.price_centimes + e.brand_fee_centimes + e.brand_vat_centimes - coalesce(sum(l.amount_centimes), 0)
  FROM payments_escrow e
  LEFT JOIN payments_ledgertransaction t ON t.key = 'close:' || e.id
  LEFT JOIN payments_ledgerentry l ON l.transaction_id = t.id AND l.account_id IN (
            SELECT id FROM payments_ledgeraccount WHERE kind = 'refunds_in_transit')
 WHERE e.state = 'split' GROUP BY e.id
"""


def total_of(price, bps):
    """What a payer pays for a part of the price, as payments.selectors.price_up had it."""
    fee = (price * bps["brand"] + 5_000) // 10_000
    return price + fee + (fee * bps["vat"] + 5_000) // 10_000


def find_given(apps, schema_editor):
    """Of an escrow that was split, the price given is not written anywhere here: it is the one whose total was not
    sent back. Totals grow with the price, so there is one."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SENT_BACK)
        kept = dict(cursor.fetchall())
    for part in apps.get_model("payments", "EscrowPart").objects.filter(state="split").select_related("escrow"):
        low, high = 0, part.price_centimes
        while low < high:
            middle = (low + high) // 2
            if total_of(middle, part.escrow.fee_bps) < kept[part.escrow_id]:
                low = middle + 1
            else:
                high = middle
        part.given_centimes = low
        part.save(update_fields=["given_centimes"])


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0012_plan_fee'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='escrow',
            name='charged_back_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='frozen by a chargeback since'),
        ),
        migrations.AddField(
            model_name='escrow',
            name='disputed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='frozen by a dispute since'),
        ),
        migrations.CreateModel(
            name='Chargeback',
            fields=[
                ('id', models.UUIDField(default=kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('gateway', models.CharField(max_length=20, verbose_name='gateway')),
                ('provider_ref', models.CharField(max_length=80, verbose_name="the gateway's reference")),
                ('amount_centimes', models.BigIntegerField(verbose_name='amount')),
                ('currency', models.CharField(default='MAD', max_length=3, verbose_name='currency')),
                ('reason', models.CharField(blank=True, max_length=120, verbose_name='reason')),
                ('state', models.CharField(choices=[('opened', 'Opened'), ('won', 'Won'), ('lost', 'Lost')], default='opened', max_length=8, verbose_name='state')),
                ('evidence_due_at', models.DateTimeField(blank=True, null=True, verbose_name='evidence until')),
                ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='opened')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('covered_centimes', models.BigIntegerField(default=0, verbose_name='covered by the escrow')),
                ('settlement', models.CharField(blank=True, choices=[('recovered', 'Paid by the payer'), ('written_off', 'Written off')], max_length=12, verbose_name='settlement')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chargebacks', to='payments.payment', verbose_name='payment')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
            ],
            options={
                'verbose_name': 'chargeback',
                'verbose_name_plural': 'chargebacks',
                'ordering': ['-opened_at', '-id'],
                'indexes': [models.Index(condition=models.Q(models.Q(('state', 'won'), _negated=True), ('settled_at', None)), fields=['payment'], name='chargeback_open')],
                'constraints': [models.UniqueConstraint(fields=('gateway', 'provider_ref'), name='chargeback_once'), models.CheckConstraint(condition=models.Q(('amount_centimes__gt', 0)), name='chargeback_not_empty'), models.CheckConstraint(condition=models.Q(('state__in', ['opened', 'won', 'lost'])), name='chargeback_state_known')],
            },
            bases=(kit.states.Staged, models.Model),
        ),
        migrations.CreateModel(
            name='EscrowPart',
            fields=[
                ('id', models.UUIDField(default=kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(choices=[('whole', 'The whole price'), ('draft', 'When the drafts are approved'), ('published', 'When the publications are accepted'), ('retained', 'Retained')], max_length=10, verbose_name='milestone')),
                ('price_centimes', models.BigIntegerField(verbose_name='price')),
                ('brand_fee_centimes', models.BigIntegerField(verbose_name="brand's fee")),
                ('brand_vat_centimes', models.BigIntegerField(verbose_name="VAT on the brand's fee")),
                ('influencer_fee_centimes', models.BigIntegerField(verbose_name="influencer's fee")),
                ('influencer_vat_centimes', models.BigIntegerField(verbose_name="VAT on the influencer's fee")),
                ('state', models.CharField(choices=[('pending', 'Waiting for the money'), ('held', 'Funds secured'), ('releasing', 'Being released'), ('released', 'Released'), ('refunding', 'Being refunded'), ('refunded', 'Refunded'), ('splitting', 'Being split'), ('split', 'Split'), ('cancelled', 'Cancelled before funding')], default='pending', max_length=10, verbose_name='state')),
                ('retained_until', models.DateTimeField(blank=True, null=True, verbose_name='retained until')),
                ('given_centimes', models.BigIntegerField(blank=True, null=True, verbose_name='given to the influencer')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('escrow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='payments.escrow', verbose_name='escrow')),
            ],
            options={
                'verbose_name': 'escrow part',
                'verbose_name_plural': 'escrow parts',
                'ordering': ['position'],
                'indexes': [models.Index(condition=models.Q(('state', 'held')), fields=['escrow'], name='escrow_part_held')],
                'constraints': [models.UniqueConstraint(fields=('escrow', 'position'), name='escrow_part_once'), models.CheckConstraint(condition=models.Q(('price_centimes__gt', 0)), name='escrow_part_not_empty'), models.CheckConstraint(condition=models.Q(('given_centimes', None), ('given_centimes__range', (0, models.F('price_centimes'))), _connector='OR'), name='escrow_part_gives_what_it_has'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'held', 'releasing', 'released', 'refunding', 'refunded', 'splitting', 'split', 'cancelled'])), name='escrow_part_state_known')],
            },
            bases=(payments.models.escrow.Sums, kit.states.Staged, models.Model),
        ),
        migrations.RunSQL(WHOLES, migrations.RunSQL.noop),
        migrations.RunPython(find_given, migrations.RunPython.noop),
        migrations.RunSQL(
            (SQL / "movement_3.sql").read_text(encoding="utf-8"),
            (SQL / "movement_2.sql").read_text(encoding="utf-8"),
        ),
    ]
