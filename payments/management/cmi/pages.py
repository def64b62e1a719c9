"""CMI's pages as a cardholder sees them, in three languages. Everything shown is escaped."""

from html import escape

from payments.management import paper
from payments.management.cmi.store import Order

WORDS = {
    "fr": {
        "title": "Page de paiement CMI (test)",
        "note": "Aucun argent réel ne bouge ici, et aucune carte n'est demandée.",
        "to": "Commerçant",
        "reference": "Commande",
        "approve": "Payer",
        "decline": "Refuser le paiement",
        "close": "Fermer sans payer",
        "decline_then_approve": "Refuser une fois, puis payer",
        "half_secure": "Payer, carte sans 3-D Secure",
        "unsecured": "Payer, authentification échouée",
        "late": "Payer, réponse tardive (20 s)",
        "silent": "Payer, sans jamais appeler le site",
        "lost_answer": "Payer, la réponse du site se perd",
        "escaped": "Payer, réponse avec entités HTML",
        "forged": "Payer, réponse signée par un autre",
        "wrong_amount": "Payer, mais la moitié",
        "wrong_currency": "Payer, dans une autre devise",
        "wrong_order": "Payer, sous une autre commande",
        "back": "Revenir sur le site",
        "bad": "CMI refuse cette demande.",
        "other": "Autres réponses, pour essayer",
    },
    "ar": {
        "title": "صفحة أداء CMI (تجريبية)",
        "note": "لا تتحرك هنا أي أموال حقيقية، ولا تُطلب أي بطاقة.",
        "to": "التاجر",
        "reference": "الطلب",
        "approve": "أداء",
        "decline": "رفض الأداء",
        "close": "إغلاق دون أداء",
        "decline_then_approve": "رفض مرة ثم أداء",
        "half_secure": "أداء ببطاقة دون 3-D Secure",
        "unsecured": "أداء مع فشل التحقق",
        "late": "أداء بجواب متأخر (20 ثانية)",
        "silent": "أداء دون إشعار الموقع",
        "lost_answer": "أداء مع ضياع جواب الموقع",
        "escaped": "أداء بجواب فيه رموز HTML",
        "forged": "أداء بجواب موقع من جهة أخرى",
        "wrong_amount": "أداء نصف المبلغ",
        "wrong_currency": "أداء بعملة أخرى",
        "wrong_order": "أداء تحت طلب آخر",
        "back": "الرجوع إلى الموقع",
        "bad": "ترفض CMI هذا الطلب.",
        "other": "أجوبة أخرى للتجربة",
    },
    "en": {
        "title": "CMI payment page (test)",
        "note": "No real money moves here, and no card is asked for.",
        "to": "Merchant",
        "reference": "Order",
        "approve": "Pay",
        "decline": "Decline the payment",
        "close": "Close without paying",
        "decline_then_approve": "Decline once, then pay",
        "half_secure": "Pay, card without 3-D Secure",
        "unsecured": "Pay, authentication failed",
        "late": "Pay, answer late (20 s)",
        "silent": "Pay, never call the site",
        "lost_answer": "Pay, the site's answer gets lost",
        "escaped": "Pay, answer with HTML entities",
        "forged": "Pay, answer signed by somebody else",
        "wrong_amount": "Pay, but half of it",
        "wrong_currency": "Pay, in another currency",
        "wrong_order": "Pay, under another order",
        "back": "Back to the site",
        "bad": "CMI refuses this request.",
        "other": "Other answers, to try",
    },
}
MAIN = ("approve", "decline", "close")
REST = (
    *("decline_then_approve", "half_secure", "unsecured", "late", "silent", "lost_answer", "escaped"),
    *("forged", "wrong_amount", "wrong_currency", "wrong_order"),
)
CURRENCY = {"504": "MAD", "978": "EUR", "840": "USD"}
BACK = """<form id="back" method="post" action="{url}">{fields}<button class="go">{word}</button></form>
<script>setTimeout(()=>document.getElementById("back").submit(),600)</script>"""


def order_page(order: Order) -> str:
    """The bill, and a button for each end."""
    fields = order["fields"]
    words = WORDS[fields["lang"]]
    bill = paper.bill(words, f"{fields['amount']} {CURRENCY[fields['currency']]}", reference=order["oid"])
    return paper.page(fields["lang"], words, bill + paper.form(words, MAIN, REST, order=order["token"]))


def back_page(locale: str, url: str, told: dict[str, str]) -> str:
    """The same POST to the shop's page as in the callback: it leaves by itself, or by the button."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in told.items()
    )
    words = WORDS[locale]
    return paper.page(locale, words, BACK.format(url=escape(url), fields=fields, word=words["back"]))


def refusal_page(locale: str, why: list[str]) -> str:
    """What is wrong with the request, for whoever builds the shop."""
    locale = paper.locale_of(locale)
    lines = "".join(f'<li dir="ltr">{escape(line)}</li>' for line in why)
    return paper.page(locale, WORDS[locale], f"<p>{WORDS[locale]['bad']}</p><ul>{lines}</ul>")
