"""The bank's one page, in three languages."""

from typing import Any

from payments.management import paper

WORDS = {
    "fr": {
        "title": "Banque d'essai",
        "note": "Aucun argent réel ne bouge ici. Choisissez ce que la banque répondra.",
        "to": "Pour",
        "reference": "Référence",
        "pay": "Payer",
        "decline": "Refuser le paiement",
        "late": "Payer, réponse tardive (20 s)",
        "twice": "Payer, réponse envoyée deux fois",
        "wrong_amount": "Payer, mais un autre montant",
        "never": "Payer, sans jamais répondre",
        "back": "Revenir sur le site",
        "paid": "Ce paiement est déjà accepté.",
        "failed": "Ce paiement est déjà refusé.",
        "bad": "Ce lien n'est pas valable, ou il est trop ancien. Revenez sur le site et recommencez.",
        "other": "Autres réponses, pour essayer",
    },
    "ar": {
        "title": "بنك تجريبي",
        "note": "لا تتحرك هنا أي أموال حقيقية. المطلوب اختيار جواب البنك.",
        "to": "لفائدة",
        "reference": "المرجع",
        "pay": "أداء",
        "decline": "رفض الأداء",
        "late": "أداء بجواب متأخر (20 ثانية)",
        "twice": "أداء بجواب مكرر",
        "wrong_amount": "أداء بمبلغ مختلف",
        "never": "أداء دون أي جواب",
        "back": "الرجوع إلى الموقع",
        "paid": "سبق قبول هذا الأداء.",
        "failed": "سبق رفض هذا الأداء.",
        "bad": "هذا الرابط غير صالح أو قديم. المرجو الرجوع إلى الموقع وإعادة المحاولة.",
        "other": "أجوبة أخرى للتجربة",
    },
    "en": {
        "title": "Test bank",
        "note": "No real money moves here. Choose what the bank will answer.",
        "to": "To",
        "reference": "Reference",
        "pay": "Pay",
        "decline": "Decline the payment",
        "late": "Pay, answer late (20 s)",
        "twice": "Pay, answer twice",
        "wrong_amount": "Pay, but another amount",
        "never": "Pay, never answer",
        "back": "Back to the site",
        "paid": "This payment was already accepted.",
        "failed": "This payment was already declined.",
        "bad": "This link is not valid, or too old. Go back to the site and start again.",
        "other": "Other answers, to try",
    },
}
MAIN = ("pay", "decline")
REST = ("late", "twice", "wrong_amount", "never")


def order_page(order: dict[str, Any]) -> str:
    """What is to be paid, and a button for each answer; or what was decided, and the way back."""
    locale = paper.locale_of(order["locale"])
    words, total = WORDS[locale], f"{order['amount']} {order['currency']}"
    bill = paper.bill(words, total, title=order["description"], reference=order["reference"])
    if order["status"] == "pending":
        return paper.page(locale, words, bill + paper.form(words, MAIN, REST, order=order["token"]))
    back = paper.back(words, order["return_url"])
    return paper.page(locale, words, f"{bill}<p>{words[order['status']]}</p>{back}")


def refusal_page(locale: str) -> str:
    locale = paper.locale_of(locale)
    return paper.page(locale, WORDS[locale], f"<p>{WORDS[locale]['bad']}</p>")
