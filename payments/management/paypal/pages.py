"""The one page of it, in three languages. Everything shown is escaped."""

from html import escape
from typing import Any

from payments.management.sandbox.pages import BILL, FRAME, STYLE

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
FIRST = ("pay", "decline", "cancel")
REST = ("pending", "late", "twice", "never", "wrong_amount", "wrong_currency")


def locale_of(private: dict[str, Any]) -> str:
    """From fr-FR and the like."""
    asked = str(private.get("locale", ""))[:2]
    return asked if asked in WORDS else "fr"


def order_page(order: dict[str, Any], private: dict[str, Any]) -> str:
    """What is to be paid, and a button for each answer; or that it was answered, and the way back."""
    locale = locale_of(private)
    words, unit = WORDS[locale], order["purchase_units"][0]
    bill = BILL.format(
        to=words["to"],
        word=words["reference"],
        amount=escape(unit["amount"]["value"]),
        currency=escape(unit["amount"]["currency_code"]),
        description=escape(unit.get("description", "")),
        reference=escape(unit.get("custom_id", "")),
    )
    if order["status"] == "PAYER_ACTION_REQUIRED":
        return _page(locale, bill + _form(words, escape(order["id"], quote=True)))
    back = escape(str(private.get("return_url", "")), quote=True)
    return _page(locale, f'{bill}<p>{words["done"]}</p><a class="go" href="{back}">{words["back"]}</a>')


def refusal_page() -> str:
    return _page("fr", f"<p>{WORDS['fr']['bad']}</p>")


def _form(words: dict[str, str], order_id: str) -> str:
    first = "".join(_button(name, words) for name in FIRST)
    rest = "".join(_button(name, words) for name in REST)
    more = f"<details><summary>{words['other']}</summary>{rest}</details>"
    return f'<form method="post"><input type="hidden" name="order" value="{order_id}">{first}{more}</form>'


def _button(scenario: str, words: dict[str, str]) -> str:
    look = "go" if scenario == "pay" else ""
    return f'<button class="{look}" name="scenario" value="{scenario}">{words[scenario]}</button>'


def _page(locale: str, inside: str) -> str:
    words, way = WORDS[locale], "rtl" if locale == "ar" else "ltr"
    return FRAME.format(
        locale=locale, way=way, title=words["title"], note=words["note"], style=STYLE, inside=inside
    )
