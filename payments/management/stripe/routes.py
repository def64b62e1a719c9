"""Which request does what. A handler gets the desk, the ids of the path and the form (or query) as nested
text."""

import re
from collections.abc import Callable

from payments.management.stripe import billing, objects
from payments.management.stripe.desk import Desk, Refused
from payments.management.stripe.store import Thing, new_id

Handler = Callable[[Desk, list[str], Thing], Thing]
LISTS = {
    "/v1/checkout/sessions": ("checkout.session", ["payment_intent", "status"]),
    "/v1/payment_intents": ("payment_intent", ["customer"]),
    "/v1/refunds": ("refund", ["payment_intent", "charge"]),
    "/v1/transfers": ("transfer", ["transfer_group", "destination"]),
    "/v1/disputes": ("dispute", ["payment_intent", "charge"]),
    "/v1/events": ("event", ["type"]),
    "/v1/charges": ("charge", ["payment_intent", "transfer_group"]),
    "/v1/customers": ("customer", ["email"]),
    "/v1/products": ("product", []),
    "/v1/prices": ("price", ["product"]),
    "/v1/subscriptions": ("subscription", ["customer", "status"]),
    "/v1/invoices": ("invoice", ["customer"]),
}
ONE = {f"{path}/": kind for path, (kind, _names) in LISTS.items()} | {"/v1/accounts/": "account"}


def answer(desk: Desk, method: str, path: str, asked: Thing) -> Thing:
    """Find the handler and let it act. Raises Refused."""
    for (verb, pattern), handler in ROUTES.items():
        match = re.fullmatch(pattern, path) if verb == method else None
        if match:
            return _expanded(desk, handler(desk, list(match.groups()), asked), asked.get("expand", []))
    raise Refused(404, "", f"Unrecognized request URL ({method}: {path}).")


def _list(desk: Desk, ids: list[str], asked: Thing) -> Thing:
    kind, names = LISTS[ids[0]]
    found = desk.store.find(kind, **{name: asked[name] for name in names if name in asked})
    found = [one for one in found if _is_meant(one, asked)]
    since = int(asked.get("created", {}).get("gte", 0)) if isinstance(asked.get("created"), dict) else 0
    found = [one for one in found if one["created"] >= since]
    if "starting_after" in asked:
        places = [place for place, one in enumerate(found) if one["id"] == asked["starting_after"]]
        found = found[places[0] + 1 :] if places else []
    limit = int(asked.get("limit", 10))
    return objects.listed(found[:limit], ids[0], has_more=len(found) > limit)


def _is_meant(one: Thing, asked: Thing) -> bool:
    """Filters that are not a field of the object."""
    if one["object"] == "invoice" and "subscription" in asked:
        details = one["parent"]["subscription_details"]
        return bool(details["subscription"] == asked["subscription"])
    return "lookup_keys" not in asked or one["lookup_key"] in asked["lookup_keys"]


def _one(desk: Desk, ids: list[str], _asked: Thing) -> Thing:
    return desk.need(ids[1], ONE[ids[0]])


def _expanded(desk: Desk, thing: Thing, ways: list[str]) -> Thing:
    """expand[]=payment_intent.latest_charge: ids replaced by what they point at."""
    for way in ways:
        place = thing
        for name in way.split("."):
            if isinstance(place.get(name), str):
                place[name] = desk.store.get(place[name])
            place = place.get(name) or {}
    return thing


def _endpoint(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    """The secret is in this answer and in no later one."""
    made = objects.basics("webhook_endpoint", "we", url=asked["url"], enabled_events=asked["enabled_events"])
    made |= {"status": "enabled", "api_version": objects.API_VERSION, "metadata": asked.get("metadata", {})}
    made |= {"application": None, "description": None, "secret": new_id("whsec")}
    row = {**made, "is_connect": asked.get("connect") == "true"}
    desk.store.save(row, "endpoint")
    return made


def _balance(desk: Desk, _ids: list[str], _asked: Thing) -> Thing:
    rows = [
        {"amount": one["amount"], "currency": one["currency"], "source_types": {"card": one["amount"]}}
        for one in desk.store.all("balance")
    ]
    return {"object": "balance", "livemode": False, "available": rows, "pending": []}


def _session(act: Callable[..., Thing]) -> Handler:
    return lambda desk, ids, asked: act(desk, desk.need(ids[0], "checkout.session"), asked)


# What no Stripe has: the buttons for tests and for programs that walk through the product.
ACTS: dict[str, Callable[..., Thing]] = {
    "pay": lambda desk, opened, asked: (
        billing.subscribe(desk, opened) if opened["mode"] == "subscription" else desk.pay(opened, asked)
    ),
    "decline": lambda desk, opened, asked: desk.decline(opened, asked.get("decline_code", "generic_decline")),
    "3ds": lambda desk, opened, _asked: desk.ask_3ds(opened),
    "expire": lambda desk, opened, _asked: desk.expire(opened),
}


def _test_session(desk: Desk, ids: list[str], asked: Thing) -> Thing:
    """By id, or by our reference."""
    found = desk.store.get(ids[0]) or next(
        iter(desk.store.find("checkout.session", client_reference_id=ids[0])), None
    )
    if found is None:
        raise Refused(404, "resource_missing", ids[0])
    return ACTS[ids[1]](desk, found, asked)


def _hook(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    """An endpoint whose secret is known beforehand. Named again, it is the same one."""
    is_connect = asked.get("connect") == "true"
    row = {
        "id": f"endpoint_{'connect' if is_connect else 'own'}",
        "url": asked["url"],
        "enabled_events": ["*"],
    }
    return desk.store.save({**row, "secret": asked["secret"], "is_connect": is_connect}, "endpoint")


def _refunds_go(desk: Desk, ids: list[str], asked: Thing) -> Thing:
    """How later refunds of a payment go: succeeded, pending, failed, soon (pending in the answer only)."""
    return desk.store.save({"id": f"mode_{ids[0]}", "status": asked["status"]}, "mode")


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", rf"({'|'.join(LISTS)})"): _list,
    ("GET", rf"({'|'.join(ONE)})([A-Za-z0-9_]+)"): _one,
    ("GET", "/v1/balance"): _balance,
    ("POST", "/v1/webhook_endpoints"): _endpoint,
    ("POST", "/v1/checkout/sessions"): lambda desk, ids, asked: (
        billing.open_session(desk, asked) if asked["mode"] == "subscription" else desk.open_session(asked)
    ),
    ("POST", r"/v1/checkout/sessions/(\w+)/expire"): _session(
        lambda desk, opened, _asked: desk.expire(opened)
    ),
    ("POST", r"/v1/payment_intents/(\w+)/cancel"): lambda desk, ids, asked: desk.cancel_intent(
        desk.need(ids[0], "payment_intent")
    ),
    ("POST", "/v1/refunds"): lambda desk, ids, asked: desk.refund(asked),
    ("POST", r"/v1/disputes/(\w+)/close"): lambda desk, ids, asked: desk.end_dispute(
        desk.need(ids[0], "dispute"), "lost"
    ),
    ("POST", "/v1/accounts"): lambda desk, ids, asked: desk.open_account(asked),
    ("POST", "/v1/account_links"): lambda desk, ids, asked: desk.link(asked),
    ("POST", "/v1/transfers"): lambda desk, ids, asked: desk.transfer(asked),
    ("POST", r"/v1/transfers/(\w+)/reversals"): lambda desk, ids, asked: desk.reverse(
        desk.need(ids[0], "transfer"), asked
    ),
    **billing.ROUTES,
    ("POST", r"/_test/sessions/(\w+)/(pay|decline|3ds|expire)"): _test_session,
    ("POST", "/_test/hooks"): _hook,
    ("POST", "/_test/disputes"): lambda desk, ids, asked: desk.open_dispute(asked),
    ("POST", r"/_test/disputes/(\w+)/(won|lost|closed)"): lambda desk, ids, asked: desk.end_dispute(
        desk.need(ids[0], "dispute"), ids[1]
    ),
    ("POST", r"/_test/refunds_of/(\w+)"): _refunds_go,
    ("POST", r"/_test/refunds/(\w+)/(succeeded|failed)"): lambda desk, ids, asked: desk.end_refund(
        desk.need(ids[0], "refund"), ids[1]
    ),
    ("POST", r"/_test/accounts/(\w+)/(finish|later|reject)"): lambda desk, ids, asked: desk.onboard(
        desk.need(ids[0], "account"), ids[1]
    ),
    ("POST", "/_test/balance"): lambda desk, ids, asked: desk.top_up(asked),
}
