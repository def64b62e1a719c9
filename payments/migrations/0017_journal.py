"""The chain of seals, the auditor's runs, holds on money, corrections by two people; and their laws."""

from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
import kit.ids
import kit.states
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0016_stripe_accounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="began")),
                ("took_ms", models.PositiveIntegerField(verbose_name="milliseconds")),
                ("n_findings", models.PositiveIntegerField(verbose_name="findings")),
                ("findings", models.JSONField(default=list, verbose_name="what was found")),
                ("warnings", models.JSONField(default=list, verbose_name="warnings")),
                ("n_transactions", models.PositiveIntegerField(verbose_name="transactions")),
                ("n_entries", models.PositiveIntegerField(verbose_name="entries")),
                ("head_sequence", models.BigIntegerField(default=0, verbose_name="last seal")),
                ("head_hash", models.BinaryField(default=b"", max_length=32, verbose_name="its hash")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "run of the auditor",
                "verbose_name_plural": "runs of the auditor",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                (
                    "sequence",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="number"),
                ),
                ("hash", models.BinaryField(max_length=32, verbose_name="seal")),
                ("sealed_at", models.DateTimeField(verbose_name="sealed")),
                (
                    "transaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="payments.ledgertransaction",
                        verbose_name="ledger transaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "seal of the journal",
                "verbose_name_plural": "seals of the journal",
                "ordering": ["-sequence"],
            },
        ),
        migrations.CreateModel(
            name="LedgerCorrection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kit.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("currency", models.CharField(default="MAD", max_length=3, verbose_name="currency")),
                ("legs", models.JSONField(verbose_name="legs")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("approved", "Approved"), ("refused", "Refused")],
                        default="proposed",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="proposed"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.ledgertransaction",
                        verbose_name="puts right",
                    ),
                ),
                (
                    "transaction",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.ledgertransaction",
                        verbose_name="ledger transaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction of the ledger",
                "verbose_name_plural": "corrections of the ledger",
                "ordering": ["-proposed_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "approved", "refused"])),
                        name="correction_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="correction_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "proposed"), ("decided_by__isnull", False), _connector="OR"
                        ),
                        name="correction_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="correction_has_reason"
                    ),
                ],
            },
            bases=(kit.states.Staged, models.Model),
        ),
        migrations.CreateModel(
            name="LedgerHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="began")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="lifted")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "green_run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.auditrun",
                        verbose_name="lifted by the run",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="payments.auditrun",
                        verbose_name="began with",
                    ),
                ),
            ],
            options={
                "verbose_name": "hold on money",
                "verbose_name_plural": "holds on money",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("lifted_at",),
                        name="hold_one_open",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_by", None),
                            models.Q(
                                ("asked_by__isnull", False),
                                models.Q(("lifted_by", models.F("asked_by")), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hold_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_at", None),
                            ("lifted_by__isnull", False),
                            ("green_run__isnull", False),
                            _connector="OR",
                        ),
                        name="hold_lift_signed",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "journal.sql").read_text(encoding="utf-8"),
            (SQL / "journal_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
