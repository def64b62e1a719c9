"""What a brand chooses."""

from django import forms

from plans.models import Plan, Subscription


class ChoiceForm(forms.Form):
    """A plan, how often it is paid, and by what. Interval and way of a running subscription stay; `at` is the
    moment of a quote of Stripe's, in seconds.
    """

    plan = forms.ChoiceField(choices=Plan.Code.choices)
    interval = forms.ChoiceField(choices=Subscription.Interval.choices, required=False)

    pay = forms.ChoiceField(choices=Subscription.PaidBy.choices, required=False)
    at = forms.IntegerField(required=False, min_value=0, max_value=2**40)

    def clean_interval(self) -> str:
        return self.cleaned_data["interval"] or Subscription.Interval.MONTH

    def clean_pay(self) -> str:
        return self.cleaned_data["pay"] or Subscription.PaidBy.TRANSFER
