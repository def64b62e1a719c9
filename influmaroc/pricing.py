"""V3: what the house costs, what tax does to a price, which clocks protect whom. Open to everybody."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from influmaroc import front_page
from kit.fields import AmountField
from kit.pages import page
from payments.selectors import FullQuote, pricing_of
from taxes.models import TaxProfile
from taxes.selectors import Party
from taxes.selectors.words import rule_lines

Status = TaxProfile.Status
# What a company abroad or a person pays is taxed no differently here; a large company may have to withhold.
CLIENTS = {
    "company": (_("A company in Morocco"), Party(status=Status.COMPANY)),
    "200": (_("A company of 200 to 350 million dirhams"), Party(status=Status.COMPANY, turnover="200")),
    "350": (_("A company of 350 to 500 million dirhams"), Party(status=Status.COMPANY, turnover="350")),
    "500": (_("A company of 500 million dirhams or more"), Party(status=Status.COMPANY, turnover="500")),
    "foreign": (_("A brand abroad"), Party(status=Status.FOREIGN)),
}
SIDES = [
    ("influencer", pgettext_lazy("calculator", "A creator")),
    ("brand", pgettext_lazy("calculator", "A brand")),
]


class CalculatorForm(forms.Form):
    """What is not chosen has a value all the same, so that an amount in the address is enough."""

    side = forms.ChoiceField(label=_("You are"), choices=SIDES, widget=forms.RadioSelect)
    amount = AmountField(label=_("Agreed price"), help_text=_("For the whole work, VAT included."))
    status = forms.ChoiceField(
        label=_("The creator's tax status"),
        choices=[(one.value, one.label) for one in Status],
    )
    vat = forms.BooleanField(label=_("The creator charges VAT"), required=False)
    regular = forms.BooleanField(label=_("Holds a certificate of tax regularity"), required=False)
    client = forms.ChoiceField(
        label=_("Who pays"), choices=[(code, words) for code, (words, _party) in CLIENTS.items()]
    )
    earned = AmountField(
        label=_("Already received from this client this year"),
        required=False,
        help_text=_("Matters for auto-entrepreneurs: above 80,000 MAD from one client, 30 % are withheld."),
    )

    def found(self) -> FullQuote:
        """The calculation of a valid form. Two queries."""
        told = self.cleaned_data
        status = told["status"]
        # What the calculator cannot combine is corrected, not refused: these two never charge VAT here.
        has_vat = told["vat"] and status not in {Status.AUTO_ENTREPRENEUR, Status.FOREIGN}
        _words, client = CLIENTS[told["client"]]
        provider = Party(status=status, is_vat_liable=has_vat, is_regular=told["regular"])
        shared = pricing_of(provider=provider, client=client, year_centimes=told["earned"] or 0)
        return shared.of(told["amount"])


# What is not chosen; the amount only as long as nobody typed one.
CHOSEN = {"side": "influencer", "status": Status.AUTO_ENTREPRENEUR.value, "client": "company"}
EXAMPLE = str(front_page.EXAMPLE_CENTIMES // 100)


@require_GET
def pricing(request: HttpRequest) -> HttpResponse:
    """The whole page, or the calculation alone while one types. Without an amount, an example."""
    form = CalculatorForm({"amount": EXAMPLE, **CHOSEN, **request.GET.dict()})
    context = {
        "form": form,
        "quote": form.found() if form.is_valid() else None,
        "side": form.data["side"],
        "rules": rule_lines(timezone.localdate()),
    }
    return page(request, "influmaroc/pricing.html", "result", context)
