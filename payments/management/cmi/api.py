"""The server API: CC5Request in, CC5Response out."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from kit.amounts import centimes
from kit.nestpay import read_xml
from payments.management.cmi.store import Order, Store

OK = {"Response": "Approved", "ProcReturnCode": "00", "ErrMsg": ""}
N_TOO_EARLY = 2
KINDS = {"PostAuth", "Void", "Credit"}


def answer(store: Store, body: bytes, who: dict[str, str]) -> bytes:
    """Do what is asked, or say why not: always a CC5Response."""
    try:
        asked = read_xml(body.decode(), "CC5Request")
    except ValueError:
        return _xml(_no("99", "not a CC5Request"))
    if any(asked.get(name) != value for name, value in who.items()):
        return _xml(_no("99", "authentication failed"))
    with store.changing(asked.get("OrderId", "")) as order:
        if asked.get("ORDERHISTORY") == "QUERY":
            return _xml(*_history(order))
        if order is None or asked.get("Type") not in KINDS:
            return _xml(_no("99", "no such order, or nothing that is done here"))
        return _xml({"OrderId": order["oid"], **DO[asked["Type"]](order, asked)})


def capture(order: Order, centimes: int | None = None) -> bool:
    """PostAuth: what is reserved is taken, or less of it."""
    row = _sale(order, "A")
    if row is None or (centimes or row["amount"]) > row["amount"]:
        return False
    row["stat"], row["captured"] = "C", centimes or row["amount"]
    return True


def settle(order: Order) -> None:
    """The day's end."""
    for row in order["rows"]:
        if row["type"] == "S" and row["stat"] == "C":
            row["stat"] = "S"


def _post_auth(order: Order, asked: dict[str, str]) -> dict[str, str]:
    return _yes(order) if capture(order, _centimes(asked.get("Total"))) else _no("99", "nothing is reserved")


def _void(order: Order, asked: dict[str, str]) -> dict[str, str]:
    row = _sale(order, "A") or _sale(order, "C")
    if row is None or _is_held_back(order) or any(row["type"] == "C" for row in order["rows"]):
        return _no("99", "nothing that can be voided")
    row["stat"] = "V"
    return _yes(order)


def _credit(order: Order, asked: dict[str, str]) -> dict[str, str]:
    sale = _sale(order, "C") or _sale(order, "S")
    wanted = _centimes(asked.get("Total")) or (sale or {}).get("captured", 0)
    given = sum(row["captured"] for row in order["rows"] if row["type"] == "C")
    if sale is None or _is_held_back(order) or order["refunds"] == "refused":
        return _no("57", "not permitted")
    if wanted > sale["captured"] - given:
        return _no("99", "more than was taken")
    trans = f"{sale['trans']}R{len(order['rows'])}"
    credit = {"type": "C", "stat": "C", "amount": wanted, "captured": wanted, "code": "00", "trans": trans}
    order["rows"].append(credit)
    return {**OK, "TransId": trans}


def _is_held_back(order: Order) -> bool:
    """Orders of the scenario "later" take their first void and credit for too early, then the day ends."""
    if order["refunds"] == "done":
        return False
    if order["refunds"] == "refused":
        settle(order)
        return True
    order["n_asked"] += 1
    if order["n_asked"] > N_TOO_EARLY:
        settle(order)
    return order["n_asked"] <= N_TOO_EARLY


def _history(order: Order | None) -> tuple[dict[str, str], dict[str, str]]:
    rows = order["rows"] if order else []
    extra = {f"TRX{place}": _line(row) for place, row in enumerate(rows, 1)}
    head = OK if rows else _no("05", "No record found")
    return {"OrderId": order["oid"] if order else "", **head}, {"TRXCOUNT": str(len(rows)), **extra}


def _line(row: dict) -> str:
    at = "2026-11-27 10:00:00.0"
    voided = at if row["stat"] == "V" else ""
    taken = str(row["captured"] or "")
    sums = [row["type"], row["stat"], str(row["amount"]), taken]
    times = [at, at if taken else "", voided]
    return "\t".join([*sums, *times, "632617000001", "123456", row["code"], row["trans"], ""])


def _sale(order: Order, stat: str) -> dict | None:
    sales = (row for row in order["rows"] if row["type"] == "S" and row["code"] == "00")
    return next((row for row in sales if row["stat"] == stat), None)


def _centimes(total: str | None) -> int | None:
    return centimes(total) if total else None


def _yes(order: Order) -> dict[str, str]:
    return {**OK, "TransId": order["rows"][-1]["trans"]}


def _no(code: str, why: str) -> dict[str, str]:
    return {"Response": "Declined" if code != "99" else "Error", "ProcReturnCode": code, "ErrMsg": why}


def _xml(said: dict[str, str], extra: dict[str, str] | None = None) -> bytes:
    def leaves(values: dict[str, str]) -> str:
        return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())

    inside = leaves(said) + f"<Extra>{leaves({'NUMCODE': '0', **(extra or {})})}</Extra>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<CC5Response>{inside}</CC5Response>'.encode()


DO: dict[str, Callable[[Order, dict[str, str]], dict[str, str]]] = {
    "PostAuth": _post_auth,
    "Void": _void,
    "Credit": _credit,
}
