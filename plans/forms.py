"""What a brand chooses."""

from django import forms

from plans.models import Plan, Subscription


class ChoiceForm(forms.Form):
    """A plan, and how often it is paid. The interval of a running subscription stays."""

    plan = forms.ChoiceField(choices=Plan.Code.choices)
    interval = forms.ChoiceField(choices=Subscription.Interval.choices, required=False)

    def clean_interval(self) -> str:
        return self.cleaned_data["interval"] or Subscription.Interval.MONTH
