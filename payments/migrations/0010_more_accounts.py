"""Ledger accounts for chargebacks, currency exchange, providers' charges and plan fees."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("payments", "0009_approvals")]

    operations = [
        migrations.AlterField(
            model_name="ledgeraccount",
            name="kind",
            field=models.CharField(
                choices=[
                    ("provider_clearing", "Provider clearing"),
                    ("bank", "Bank"),
                    ("brand_wallet", "Brand wallet"),
                    ("escrow", "Escrow"),
                    ("influencer_available", "Influencer, available"),
                    ("payouts_in_transit", "Payouts on their way"),
                    ("refunds_in_transit", "Refunds on their way"),
                    ("platform_fees", "Platform fees"),
                    ("vat_due", "VAT due"),
                    ("tax_withheld", "Tax withheld"),
                    ("suspense", "Suspense"),
                    ("chargebacks", "Chargebacks"),
                    ("exchange", "Currency exchange"),
                    ("provider_costs", "Providers' charges"),
                    ("plan_fees", "Plan fees"),
                ],
                max_length=24,
                verbose_name="kind",
            ),
        ),
        migrations.RunSQL(
            (SQL / "ledger_accounts.sql").read_text(encoding="utf-8")
            + (SQL / "ledger_plans.sql").read_text(encoding="utf-8"),
            migrations.RunSQL.noop,
        ),
    ]
