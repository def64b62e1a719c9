"""What CMI would refuse, or worse, take silently in another sense."""

import re
from urllib.parse import urlsplit

from kit.nestpay import hash_of

NAME = re.compile(r"[a-zA-Z0-9_ -]{1,255}")
LIKE = {
    "clientid": re.compile(r"[0-9]{9,15}"),
    "storetype": re.compile(r"3D_PAY_HOSTING"),
    "TranType": re.compile(r"PreAuth"),
    "amount": re.compile(r"[0-9]{1,12}\.[0-9]{2}"),
    "currency": re.compile(r"504|978|840"),
    "oid": re.compile(r"[A-Za-z0-9_-]{1,64}"),
    "okUrl": re.compile(r"https?://\S+"),
    "failUrl": re.compile(r"https?://\S+"),
    "callbackUrl": re.compile(r"https?://\S+"),
    "shopurl": re.compile(r"https?://\S+"),
    "CallbackResponse": re.compile(r"true"),
    "lang": re.compile(r"ar|fr|en"),
    "rnd": re.compile(r"\S{8,20}"),
    "hashAlgorithm": re.compile(r"ver3"),
    "encoding": re.compile(r"UTF-8"),
    "BillToName": NAME,
    "HASH": re.compile(r"[A-Za-z0-9+/]{86}=="),
}
MAY = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|"),
    "BillToCompany": NAME,
    "BillToStreet1": NAME,
    "BillToCity": NAME,
    "BillToStateProv": NAME,
    "BillToPostalCode": NAME,
    "BillToCountry": re.compile(r"[0-9]{3}"),
    "tel": re.compile(r"\+?[0-9 ]{6,20}|"),
    "refreshtime": re.compile(r"[0-9]{1,3}"),
    "AutoRedirect": re.compile(r"true|false"),
    "sessiontimeout": re.compile(r"[0-9]{2,4}"),
    "description": NAME,
    "amountCur": re.compile(r"[0-9]{1,12}\.[0-9]{2}"),
    "symbolCur": re.compile(r"[A-Z]{3}"),
}
SHORTEST_S, LONGEST_S = 30, 2700


def violations(fields: dict[str, str], shops: dict[str, str]) -> list[str]:
    """Everything that is wrong with a request, each in a few words. `shops`: store key by client id."""
    wrong = [f"{name} is missing" for name in LIKE if name not in fields]
    wrong += [f"{name} is not known here" for name in fields if name not in LIKE and name not in MAY]
    known = {**LIKE, **MAY}
    wrong += [
        f"{name}={value!r} does not look right"
        for name, value in fields.items()
        if name in known and not known[name].fullmatch(value)
    ]
    return wrong or _sense(fields, shops)


def _sense(fields: dict[str, str], shops: dict[str, str]) -> list[str]:
    seconds = int(fields.get("sessiontimeout", "600"))
    wrong = [] if SHORTEST_S <= seconds <= LONGEST_S else [f"sessiontimeout={seconds} is out of range"]
    if not all(urlsplit(fields[name]).hostname for name in ("okUrl", "failUrl", "callbackUrl", "shopurl")):
        wrong.append("an address has no host")
    if fields["clientid"] not in shops:
        return [*wrong, "clientid is none of our shops"]
    if hash_of(fields, shops[fields["clientid"]]) != fields["HASH"]:
        wrong.append("HASH does not fit")
    return wrong
