"""What people do on the hosted pages: the checkout, and the setup of an account."""

from payments.management.stripe import billing, objects, pages
from payments.management.stripe.desk import Desk
from payments.management.stripe.store import Thing


def see_checkout(desk: Desk, session_id: str, locale: str) -> str:
    opened = desk.store.get(session_id)
    if opened is None:
        return pages.gone_page(locale)
    intent = desk.store.get(opened["payment_intent"] or "") or {}
    wish = desk.store.get(f"wish_{session_id}") or {}
    return pages.checkout_page(opened, intent, wish.get("description", ""), locale)


def press(desk: Desk, session_id: str, button: str) -> str:
    """Where the browser goes after a button. Nothing happens on a page that is not open any more."""
    opened = desk.store.get(session_id)
    here = f"{desk.public_url}/c/pay/{session_id}"
    if opened is None or opened["status"] != "open":
        return here
    if button in {"pay", "confirm"}:
        if opened["mode"] == "subscription":
            billing.subscribe(desk, opened)
        else:
            desk.pay(opened, {})
        return opened["success_url"].replace("{CHECKOUT_SESSION_ID}", session_id)
    if button == "close":
        return opened["cancel_url"] or here
    if button == "3ds":
        desk.ask_3ds(opened)
    elif button == "decline":
        desk.decline(opened)
    elif button == "abort":
        desk.decline(opened, "authentication_required")
    return here


def open_link(desk: Desk, token: str, locale: str) -> tuple[str, str]:
    """The setup page, or where to ask for a new link: each is good for one visit and a few minutes."""
    link = desk.store.get(token)
    if link is None:
        return pages.gone_page(locale), ""
    if link["is_used"] or link["expires_at"] < objects.now():
        return "", link["refresh_url"]
    desk.store.save({**link, "is_used": True}, "link")
    return pages.setup_page(locale), ""


def set_up(desk: Desk, token: str, button: str) -> str:
    link: Thing | None = desk.store.get(token)
    if link is None:
        return f"{desk.public_url}/setup/{token}"
    desk.onboard(desk.need(link["account"], "account"), button)
    return link["return_url"]


def see_portal(desk: Desk, page_id: str, locale: str) -> str:
    return pages.portal_page(locale) if desk.store.get(page_id) else pages.gone_page(locale)


def change_card(desk: Desk, page_id: str, button: str) -> str:
    """Another card, good or bad; then back."""
    made = desk.store.get(page_id)
    if made is None:
        return f"{desk.public_url}/portal/{page_id}"
    if button in {"good_card", "bad_card"}:
        billing.card(desk, [made["customer"], button.partition("_")[0]], {})
    return made["return_url"] or f"{desk.public_url}/portal/{page_id}"
