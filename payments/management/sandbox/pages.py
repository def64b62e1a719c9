"""The bank's one page, in three languages. Everything shown is escaped."""

from html import escape
from typing import Any

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
STYLE = """
:root{color-scheme:light dark;--bg:#f6f4ef;--card:#fff;--ink:#23201b;--soft:#6b655c;
--line:#d9d4c9;--go:#2f4bb3}
@media(prefers-color-scheme:dark){
:root{--bg:#181613;--card:#221f1b;--ink:#f1ede6;--soft:#b3aca0;--line:#3c3832;--go:#8ea2f0}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:17px/1.6 system-ui,sans-serif}
main{max-width:27rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.4rem;margin:0 0 .25rem}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;
padding:1.25rem;margin-top:1rem}
p{margin:.25rem 0}.soft{color:var(--soft);font-size:.95rem}.sum{font-size:1.9rem;font-weight:600}
button,a.go{display:block;width:100%;min-height:48px;margin-top:.6rem;padding:.6rem 1rem;border-radius:8px;
font:inherit;text-align:center;border:1px solid var(--line);background:none;color:var(--ink);cursor:pointer;
text-decoration:none}
button.go,a.go{background:var(--go);border-color:var(--go);color:var(--bg);font-weight:600}
summary{cursor:pointer;min-height:44px;padding-block:.6rem}
:focus-visible{outline:3px solid var(--go);outline-offset:2px}
"""
FRAME = """<!doctype html>
<html lang="{locale}" dir="{way}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
</head>
<body><main><h1>{title}</h1><p class="soft">{note}</p><section>{inside}</section></main></body>
</html>"""
BILL = """<p class="soft">{to} <bdi>InfluMaroc</bdi></p>
<p class="sum"><bdi dir="ltr">{amount} {currency}</bdi></p>
<p><bdi>{description}</bdi></p>
<p class="soft">{word} <bdi dir="ltr">{reference}</bdi></p>"""
FORM = """<form method="post"><input type="hidden" name="order" value="{token}">
{main}<details><summary>{other}</summary>{rest}</details></form>"""


def locale_of(value: str) -> str:
    return value if value in WORDS else "fr"


def order_page(order: dict[str, Any]) -> str:
    """What is to be paid, and a button for each answer; or what was decided, and the way back."""
    words = WORDS[locale_of(order["locale"])]
    seen = {name: escape(str(value), quote=True) for name, value in order.items()}
    bill = BILL.format(**seen, to=words["to"], word=words["reference"])
    if order["status"] == "pending":
        return _page(order["locale"], bill + _form(words, seen["token"]))
    back = f'<a class="go" href="{seen["return_url"]}">{words["back"]}</a>'
    return _page(order["locale"], f"{bill}<p>{words[order['status']]}</p>{back}")


def refusal_page(locale: str) -> str:
    return _page(locale, f"<p>{WORDS[locale_of(locale)]['bad']}</p>")


def _form(words: dict[str, str], token: str) -> str:
    main = _button("pay", words, "go") + _button("decline", words)
    rest = "".join(_button(name, words) for name in ["late", "twice", "wrong_amount", "never"])
    return FORM.format(token=token, main=main, other=words["other"], rest=rest)


def _button(scenario: str, words: dict[str, str], look: str = "") -> str:
    return f'<button class="{look}" name="scenario" value="{scenario}">{words[scenario]}</button>'


def _page(locale: str, inside: str) -> str:
    locale = locale_of(locale)
    words, way = WORDS[locale], "rtl" if locale == "ar" else "ltr"
    return FRAME.format(
        locale=locale, way=way, title=words["title"], note=words["note"], style=STYLE, inside=inside
    )
