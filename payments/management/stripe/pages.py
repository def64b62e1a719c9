"""The two hosted pages, in the languages Stripe's own have for us: French and English. All that is shown is
escaped."""

from html import escape

from payments.management.stripe.store import Thing

WORDS = {
    "fr": {
        "title": "Stripe d'essai",
        "note": "Ceci n'est pas Stripe : une page d'essai, sans argent réel et sans carte.",
        "to": "Pour",
        "pay": "Payer",
        "decline": "Carte refusée",
        "3ds": "Demander l'authentification (3-D Secure)",
        "confirm": "Authentification réussie",
        "abort": "Authentification échouée",
        "close": "Revenir sans payer",
        "asked": "La banque demande une confirmation.",
        "declined": "La carte a été refusée. Une autre carte peut être essayée.",
        "closed": "Cette page de paiement n'est plus ouverte.",
        "back": "Revenir sur le site",
        "setup": "Compte de paiement d'essai",
        "finish": "Donner toutes les informations",
        "later": "Revenir plus tard",
        "reject": "Être refusé par Stripe",
    },
    "en": {
        "title": "Test Stripe",
        "note": "This is not Stripe: a test page, without real money and without a card.",
        "to": "To",
        "pay": "Pay",
        "decline": "Card declined",
        "3ds": "Ask for authentication (3-D Secure)",
        "confirm": "Authentication succeeded",
        "abort": "Authentication failed",
        "close": "Go back without paying",
        "asked": "The bank asks for a confirmation.",
        "declined": "The card was declined. Another card can be tried.",
        "closed": "This payment page is not open any more.",
        "back": "Back to the site",
        "setup": "Test account for being paid",
        "finish": "Give all information",
        "later": "Come back later",
        "reject": "Be turned down by Stripe",
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
:focus-visible{outline:3px solid var(--go);outline-offset:2px}
"""
FRAME = """<!doctype html>
<html lang="{locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
</head>
<body><main><h1>{title}</h1><p class="soft">{note}</p><section>{inside}</section></main></body>
</html>"""


def locale_of(value: str | None) -> str:
    return value if value in WORDS else "fr"


def checkout_page(opened: Thing, intent: Thing, title: str) -> str:
    """What is to be paid, and a button for each thing that can happen at a card page."""
    locale = locale_of(opened["locale"])
    words = WORDS[locale]
    whole, rest = divmod(opened["amount_total"], 100)
    bill = (
        f'<p class="soft">{words["to"]} <bdi>InfluMaroc</bdi></p>'
        f'<p class="sum"><bdi dir="ltr">{whole}.{rest:02d} {escape(opened["currency"].upper())}</bdi></p>'
        f"<p><bdi>{escape(title)}</bdi></p>"
    )
    if opened["status"] != "open":
        return page(locale, f"{bill}<p>{words['closed']}</p>{_back(words, opened['success_url'])}")
    if intent.get("status") == "requires_action":
        return page(locale, f"{bill}<p>{words['asked']}</p>{_form(words, ['confirm', 'abort'])}")
    note = f"<p>{words['declined']}</p>" if intent.get("last_payment_error") else ""
    return page(locale, f"{bill}{note}{_form(words, ['pay', 'decline', '3ds', 'close'])}")


def setup_page(locale: str) -> str:
    words = WORDS[locale_of(locale)]
    inside = f"<p>{words['setup']}</p>{_form(words, ['finish', 'later', 'reject'])}"
    return page(locale, inside)


def gone_page() -> str:
    return page("fr", f"<p>{WORDS['fr']['closed']}</p>")


def page(locale: str, inside: str) -> str:
    locale = locale_of(locale)
    words = WORDS[locale]
    return FRAME.format(locale=locale, title=words["title"], note=words["note"], style=STYLE, inside=inside)


def _form(words: dict[str, str], names: list[str]) -> str:
    buttons = "".join(
        f'<button class="{"" if place else "go"}" name="button" value="{name}">{words[name]}</button>'
        for place, name in enumerate(names)
    )
    return f'<form method="post">{buttons}</form>'


def _back(words: dict[str, str], url: str) -> str:
    return f'<a class="go" href="{escape(url, quote=True)}">{words["back"]}</a>'
