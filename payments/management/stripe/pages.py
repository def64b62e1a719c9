"""The two hosted pages, in the languages Stripe's own have for us: French and English. All that is shown is
escaped."""

from html import escape

from kit.amounts import money
from payments.management.sandbox.pages import FRAME, STYLE
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


def locale_of(value: str | None) -> str:
    return value if value in WORDS else "fr"


def checkout_page(opened: Thing, intent: Thing, title: str) -> str:
    """What is to be paid, and a button for each thing that can happen at a card page."""
    locale = locale_of(opened["locale"])
    words = WORDS[locale]
    sum_of = (money(opened["amount_total"]) or {})["amount"]
    bill = (
        f'<p class="soft">{words["to"]} <bdi>InfluMaroc</bdi></p>'
        f'<p class="sum"><bdi dir="ltr">{sum_of} {escape(opened["currency"].upper())}</bdi></p>'
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
    named = {"title": words["title"], "note": words["note"]}
    return FRAME.format(locale=locale, way="ltr", style=STYLE, inside=inside, **named)


def _form(words: dict[str, str], names: list[str]) -> str:
    buttons = "".join(
        f'<button class="{"" if place else "go"}" name="button" value="{name}">{words[name]}</button>'
        for place, name in enumerate(names)
    )
    return f'<form method="post">{buttons}</form>'


def _back(words: dict[str, str], url: str) -> str:
    return f'<a class="go" href="{escape(url, quote=True)}">{words["back"]}</a>'
