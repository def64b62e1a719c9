"""The one page of it, in three languages."""

from typing import Any

from payments.management import paper

WORDS = {
    "fr": {
        "title": "PayPal d'essai",
        "note": "Ce n'est pas PayPal : aucun argent réel ne bouge ici. Choisissez ce que PayPal répondra.",
        "to": "Pour",
        "reference": "Référence",
        "pay": "Payer",
        "decline": "Moyen de paiement refusé",
        "cancel": "Annuler et revenir sur le site",
        "pending": "Payer, examen en cours",
        "late": "Payer, message tardif (20 s)",
        "twice": "Payer, messages envoyés deux fois",
        "never": "Payer, sans aucun message",
        "wrong_amount": "Payer, mais un autre montant",
        "wrong_currency": "Payer, mais une autre devise",
        "back": "Revenir sur le site",
        "done": "Vous avez déjà donné votre accord.",
        "bad": "Ce lien n'est pas valable. Revenez sur le site et recommencez.",
        "other": "Autres réponses, pour essayer",
    },
    "ar": {
        "title": "PayPal تجريبي",
        "note": "هذا ليس PayPal، ولا تتحرك هنا أي أموال حقيقية. المطلوب اختيار الجواب.",
        "to": "لفائدة",
        "reference": "المرجع",
        "pay": "أداء",
        "decline": "وسيلة الأداء مرفوضة",
        "cancel": "إلغاء والرجوع إلى الموقع",
        "pending": "أداء قيد المراجعة",
        "late": "أداء برسالة متأخرة (20 ثانية)",
        "twice": "أداء برسائل مكررة",
        "never": "أداء دون أي رسالة",
        "wrong_amount": "أداء بمبلغ مختلف",
        "wrong_currency": "أداء بعملة مختلفة",
        "back": "الرجوع إلى الموقع",
        "done": "سبق إعطاء الموافقة.",
        "bad": "هذا الرابط غير صالح. المرجو الرجوع إلى الموقع وإعادة المحاولة.",
        "other": "أجوبة أخرى للتجربة",
    },
    "en": {
        "title": "Test PayPal",
        "note": "This is not PayPal: no real money moves here. Choose what PayPal will answer.",
        "to": "To",
        "reference": "Reference",
        "pay": "Pay",
        "decline": "Means of payment refused",
        "cancel": "Cancel and go back to the site",
        "pending": "Pay, still under review",
        "late": "Pay, message late (20 s)",
        "twice": "Pay, messages sent twice",
        "never": "Pay, no message at all",
        "wrong_amount": "Pay, but another amount",
        "wrong_currency": "Pay, but another currency",
        "back": "Back to the site",
        "done": "You have agreed already.",
        "bad": "This link is not valid. Go back to the site and start again.",
        "other": "Other answers, to try",
    },
}
MAIN = ("pay", "decline", "cancel")
REST = ("pending", "late", "twice", "never", "wrong_amount", "wrong_currency")


def order_page(order: dict[str, Any], private: dict[str, Any]) -> str:
    """What is to be paid, and a button for each answer; or that it was answered, and the way back."""
    locale = paper.locale_of(private.get("locale"))
    words, unit = WORDS[locale], order["purchase_units"][0]
    total = f"{unit['amount']['value']} {unit['amount']['currency_code']}"
    told = {"title": unit.get("description", ""), "reference": unit.get("custom_id", "")}
    bill = paper.bill(words, total, **told)
    if order["status"] == "PAYER_ACTION_REQUIRED":
        return paper.page(locale, words, bill + paper.form(words, MAIN, REST, order=order["id"]))
    back = paper.back(words, private.get("return_url", ""))
    return paper.page(locale, words, f"{bill}<p>{words['done']}</p>{back}")


def refusal_page(locale: str) -> str:
    return paper.page(locale, WORDS[locale], f"<p>{WORDS[locale]['bad']}</p>")
