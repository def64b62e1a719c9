"""What people type about being paid and being taxed."""

from payments.forms.paid import PayoutForm, PayPalForm, RibForm, ScheduleForm
from payments.forms.tax import CountryForm, ProofForm, TaxForm, countries

__all__ = [
    "CountryForm",
    "PayPalForm",
    "PayoutForm",
    "ProofForm",
    "RibForm",
    "ScheduleForm",
    "TaxForm",
    "countries",
]
