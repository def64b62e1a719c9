"""The two hosted pages, in three languages."""

from kit.amounts import decimal
from payments.management import paper
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
        "card": "Changer de carte",
        "good_card": "Une carte qui paie",
        "bad_card": "Une carte qui sera refusée",
    },
    "ar": {
        "title": "Stripe تجريبي",
        "note": "هذا ليس Stripe: صفحة تجريبية، دون أموال حقيقية ودون بطاقة.",
        "to": "لفائدة",
        "pay": "أداء",
        "decline": "بطاقة مرفوضة",
        "3ds": "طلب التحقق (3-D Secure)",
        "confirm": "نجح التحقق",
        "abort": "فشل التحقق",
        "close": "الرجوع دون أداء",
        "asked": "يطلب البنك تأكيدا.",
        "declined": "رُفضت البطاقة. يمكن تجربة بطاقة أخرى.",
        "closed": "لم تعد صفحة الأداء هذه مفتوحة.",
        "back": "الرجوع إلى الموقع",
        "setup": "حساب تجريبي لتلقي الأموال",
        "finish": "إعطاء كل المعلومات",
        "later": "الرجوع لاحقا",
        "reject": "الرفض من طرف Stripe",
        "card": "تغيير البطاقة",
        "good_card": "بطاقة تؤدي",
        "bad_card": "بطاقة سترفض",
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
        "card": "Change the card",
        "good_card": "A card that pays",
        "bad_card": "A card that will be declined",
    },
}


def checkout_page(opened: Thing, intent: Thing, title: str, locale: str) -> str:
    """What is to be paid, and a button for each thing that can happen at a card page. `locale` is the
    browser's, for a session that names none."""
    locale = opened["locale"] if opened["locale"] in WORDS else locale
    words = WORDS[locale]
    total = decimal(opened["amount_total"])
    bill = paper.bill(words, f"{total} {opened['currency'].upper()}", title=title)
    if opened["status"] != "open":
        over = f"<p>{words['closed']}</p>{paper.back(words, opened['success_url'])}"
        return paper.page(locale, words, bill + over)
    if intent.get("status") == "requires_action":
        return paper.page(locale, words, f"{bill}<p>{words['asked']}</p>{_form(words, 'confirm', 'abort')}")
    note = f"<p>{words['declined']}</p>" if intent.get("last_payment_error") else ""
    return paper.page(locale, words, f"{bill}{note}{_form(words, 'pay', 'decline', '3ds', 'close')}")


def setup_page(locale: str) -> str:
    words = WORDS[locale]
    inside = f"<p>{words['setup']}</p>{_form(words, 'finish', 'later', 'reject')}"
    return paper.page(locale, words, inside)


def portal_page(locale: str) -> str:
    words = WORDS[locale]
    inside = f"<p>{words['card']}</p>{_form(words, 'good_card', 'bad_card', 'close')}"
    return paper.page(locale, words, inside)


def gone_page(locale: str) -> str:
    return paper.page(locale, WORDS[locale], f"<p>{WORDS[locale]['closed']}</p>")


def _form(words: paper.Words, *names: str) -> str:
    return paper.form(words, names, field="button")
