"""Several ways to be paid, schedules, batches with their files, and reasons instead of free text."""

from pathlib import Path

import django.db.models.deletion
import kit.ids
import kit.states
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / 'sql'
# What staff typed as the reason of a failure stays readable for staff, as a note.
REASONS = "UPDATE payments_payout SET reason = 'other' WHERE state = 'failed';"


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0013_escrow_parts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # A column that a view reads keeps its type, so the view goes first and comes back last.
        migrations.RunSQL('DROP VIEW payments_movement;', (SQL / 'movement_3.sql').read_text(encoding='utf-8')),
        migrations.RenameField('payoutmethod', 'rib_encrypted', 'address_encrypted'),
        migrations.RenameField('payoutmethod', 'rib_last4', 'hint'),
        migrations.RenameField('payout', 'failure', 'note'),
        migrations.CreateModel(
            name='PayoutBatch',
            fields=[
                ('id', models.UUIDField(default=kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('built', 'To check'), ('released', 'Released'), ('sent', 'At the bank'), ('cancelled', 'Cancelled')], default='built', max_length=10, verbose_name='state')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='built')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='handed to the bank')),
                ('n_lines', models.PositiveIntegerField(default=0, verbose_name='transfers')),
                ('total_centimes', models.BigIntegerField(default=0, verbose_name='total')),
            ],
            options={
                'verbose_name': 'payout batch',
                'verbose_name_plural': 'payout batches',
                'ordering': ['-made_at', '-id'],
            },
            bases=(kit.states.Staged, models.Model),
        ),
        migrations.CreateModel(
            name='PayoutFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('layout', models.CharField(max_length=12, verbose_name='layout')),
                ('name', models.CharField(max_length=60, verbose_name='file name')),
                ('sealed', models.BinaryField(verbose_name='content, sealed')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
            ],
            options={
                'verbose_name': 'payout file',
                'verbose_name_plural': 'payout files',
                'ordering': ['batch', 'layout'],
            },
        ),
        migrations.CreateModel(
            name='PayoutLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('is_live', models.BooleanField(default=True, verbose_name='in it')),
            ],
            options={
                'verbose_name': 'line of a payout batch',
                'verbose_name_plural': 'lines of payout batches',
                'ordering': ['batch', 'position'],
            },
        ),
        migrations.CreateModel(
            name='PayoutSchedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('every', models.CharField(choices=[('off', 'Only when I ask'), ('week', 'Every week'), ('month', 'Every month'), ('amount', 'As soon as an amount is reached')], default='week', max_length=8, verbose_name='how often')),
                ('weekday', models.PositiveSmallIntegerField(default=0, help_text='0 = Monday', verbose_name='weekday')),
                ('month_day', models.PositiveSmallIntegerField(default=1, verbose_name='day of the month')),
                ('at_least_centimes', models.BigIntegerField(default=0, verbose_name='at least')),
                ('next_run_on', models.DateField(blank=True, null=True, verbose_name='next run')),
                ('last_run_on', models.DateField(blank=True, null=True, verbose_name='last run')),
                ('last_outcome', models.CharField(blank=True, choices=[('made', 'A transfer was made.'), ('nothing', 'Nothing was available.'), ('below_minimum', 'Less than the minimum was available.'), ('no_payout_method', 'There is no account to be paid on yet.'), ('payout_method_on_hold', 'The account was changed and waits for its 72 hours.'), ('rate_missing', 'There is no exchange rate for your currency at the moment.'), ('tax_profile_missing', 'Your tax profile is not complete.')], max_length=24, verbose_name='outcome')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'payout schedule',
                'verbose_name_plural': 'payout schedules',
            },
        ),
        migrations.RemoveConstraint(
            model_name='payout',
            name='payout_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='payoutmethod',
            name='one_payout_method_per_wallet',
        ),
        migrations.AddField(
            model_name='payout',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='payout',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='attempts'),
        ),
        migrations.AddField(
            model_name='payout',
            name='delay',
            field=models.CharField(blank=True, choices=[('checking', 'Our team is still checking it.'), ('bank_slow', 'The bank has not confirmed it yet.'), ('no_answer', "We do not have the provider's answer yet and keep asking."), ('day_off', 'A public holiday came in between.')], max_length=12, verbose_name='reason of delay'),
        ),
        migrations.AddField(
            model_name='payout',
            name='next_try_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='next attempt'),
        ),
        migrations.AddField(
            model_name='payout',
            name='paid_amount_centimes',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='amount received'),
        ),
        migrations.AddField(
            model_name='payout',
            name='paid_currency',
            field=models.CharField(blank=True, max_length=3, verbose_name='currency received'),
        ),
        migrations.AddField(
            model_name='payout',
            name='period',
            field=models.CharField(blank=True, max_length=20, verbose_name='automatic, for'),
        ),
        migrations.AddField(
            model_name='payout',
            name='provider_ref',
            field=models.CharField(blank=True, max_length=80, verbose_name="provider's reference"),
        ),
        migrations.AddField(
            model_name='payout',
            name='rate',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='payments.exchangerate', verbose_name='exchange rate'),
        ),
        migrations.AddField(
            model_name='payout',
            name='reason',
            field=models.CharField(blank=True, choices=[('wrong_rib', 'The bank does not know this account. Check the RIB and add it again.'), ('wrong_address', 'There is no account at this address. Check it and add it again.'), ('account_closed', 'The account is closed. Add another one.'), ('name_mismatch', 'The account is in another name. Add one that is in yours.'), ('limit', 'The amount is above what this account may receive. Ask for less, or add another.'), ('receiver_blocked', 'The account cannot receive money at the moment.'), ('not_claimed', 'Nobody accepted the money in time, so it came back.'), ('not_served', 'This way of paying does not serve your country or currency.'), ('returned', 'Your bank sent the money back.'), ('provider_refused', 'The transfer was refused. We are looking into it.'), ('method_removed', 'The account was removed before the transfer left.'), ('cancelled_by_you', 'You cancelled it.'), ('tax_profile_missing', 'Your tax profile is not complete.'), ('security', 'Our team stopped it to protect you. Write to us.'), ('other', 'It could not be made. Write to us and we will explain.')], max_length=24, verbose_name='reason of failure'),
        ),
        migrations.AddField(
            model_name='payoutmethod',
            name='currency',
            field=models.CharField(default='MAD', max_length=3, verbose_name='currency'),
        ),
        migrations.AddField(
            model_name='payoutmethod',
            name='is_default',
            field=models.BooleanField(default=True, verbose_name='default'),
        ),
        migrations.AddField(
            model_name='payoutmethod',
            name='kind',
            field=models.CharField(choices=[('rib', 'Bank account (RIB)'), ('paypal', 'PayPal'), ('stripe', 'Stripe')], default='rib', max_length=8, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='payout',
            name='note',
            field=models.CharField(blank=True, max_length=200, verbose_name='note for staff'),
        ),
        migrations.AlterField(
            model_name='payout',
            name='requested_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by'),
        ),
        migrations.AlterField(
            model_name='payout',
            name='state',
            field=models.CharField(choices=[('requested', 'Requested'), ('approved', 'Approved'), ('sending', 'On its way'), ('unknown', 'Being checked'), ('paid', 'Paid'), ('failed', 'Failed')], default='requested', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='payoutmethod',
            name='address_encrypted',
            field=models.TextField(editable=False, verbose_name='address, encrypted'),
        ),
        migrations.AlterField(
            model_name='payoutmethod',
            name='hint',
            field=models.CharField(max_length=80, verbose_name='shown part'),
        ),
        migrations.RunSQL(REASONS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'approved', 'sending', 'unknown', 'paid', 'failed'])), name='payout_state_known'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'failed'), ('reason', ''), _connector='XOR'), name='payout_failed_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_amount_centimes', None), ('paid_currency', '')), models.Q(('paid_amount_centimes__gt', 0), models.Q(('paid_currency', ''), _negated=True)), _connector='OR'), name='payout_received_whole'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.UniqueConstraint(condition=models.Q(('period', ''), _negated=True), fields=('wallet', 'period'), name='payout_once_per_period'),
        ),
        migrations.AddConstraint(
            model_name='payoutmethod',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True), ('removed_at', None)), fields=('wallet',), name='one_default_payout_method'),
        ),
        migrations.AddConstraint(
            model_name='payoutmethod',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('currency', 'MAD'), ('kind', 'rib')), ('kind__in', ['paypal', 'stripe']), _connector='OR'), name='payout_method_kind_known'),
        ),
        migrations.AddField(
            model_name='payoutbatch',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='built by'),
        ),
        migrations.AddField(
            model_name='payoutbatch',
            name='released_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by'),
        ),
        migrations.AddField(
            model_name='payoutbatch',
            name='sent_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed to the bank by'),
        ),
        migrations.AddField(
            model_name='payoutfile',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='payments.payoutbatch', verbose_name='batch'),
        ),
        migrations.AddField(
            model_name='payoutline',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='payments.payoutbatch', verbose_name='batch'),
        ),
        migrations.AddField(
            model_name='payoutline',
            name='payout',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='payments.payout', verbose_name='payout'),
        ),
        migrations.AddField(
            model_name='payoutschedule',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payoutschedule',
            name='wallet',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='payout_schedule', to='payments.wallet', verbose_name='wallet'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('released_by', None), models.Q(('released_by', models.F('made_by')), _negated=True), _connector='OR'), name='payout_batch_two_people'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_by', None), ('state__in', ['built', 'cancelled'])), models.Q(('n_lines__gt', 0), ('released_by__isnull', False), ('state__in', ['released', 'sent'])), _connector='OR'), name='payout_batch_released_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='payoutfile',
            constraint=models.UniqueConstraint(fields=('batch', 'layout'), name='payout_file_once'),
        ),
        migrations.AddConstraint(
            model_name='payoutline',
            constraint=models.UniqueConstraint(fields=('batch', 'position'), name='payout_line_place'),
        ),
        migrations.AddConstraint(
            model_name='payoutline',
            constraint=models.UniqueConstraint(condition=models.Q(('is_live', True)), fields=('payout',), name='payout_in_one_live_batch'),
        ),
        migrations.AddConstraint(
            model_name='payoutschedule',
            constraint=models.CheckConstraint(condition=models.Q(('at_least_centimes__gte', 0), ('every__in', ['off', 'week', 'month', 'amount']), ('month_day__gte', 1), ('month_day__lte', 28), ('weekday__lte', 6)), name='payout_schedule_sane'),
        ),
        migrations.RunSQL((SQL / 'payout_files.sql').read_text(encoding='utf-8'), 'DROP FUNCTION payout_file_guard CASCADE;'),
        migrations.RunSQL((SQL / 'movement_4.sql').read_text(encoding='utf-8'), 'DROP VIEW payments_movement;'),
    ]
