"""Hash "ver3" of NestPay pages, for requests and answers alike, and the flat XML of their API.

Every posted parameter but `hash` and `encoding` counts, also unknown and empty ones, sorted by name as PHP's
natcasesort does; values are escaped, joined by bars, and the store key comes last.
"""

import base64
import hashlib
import hmac
import html
import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

LEFT_OUT = {"hash", "encoding"}
DIGITS = re.compile(r"[0-9]+|[^0-9]")
DOCUMENT = re.compile(r"document(.)", re.IGNORECASE | re.DOTALL)
LEAF = re.compile(r"<([A-Za-z][\w.]*)>([^<]*)</\1>")
ZERO = ord("0")


def natural(name: str) -> list[tuple[int, int]]:
    """Sort key: letters without case, runs of digits as numbers."""
    return [(ZERO, int(part)) if part.isdigit() else (ord(part), 0) for part in DIGITS.findall(name.upper())]


def plaintext(fields: Mapping[str, str], store_key: str, *, document_rule: bool = False) -> str:
    """What is hashed. `document_rule`: a guide of CMI puts a dot after the word "document" in each value."""
    names = sorted((name for name in fields if name.lower() not in LEFT_OUT), key=natural)
    values = [fields[name] for name in names]
    if document_rule:
        values = [DOCUMENT.sub("document.", value) for value in values]
    return "|".join(_escaped(value) for value in [*values, store_key])


def hash_of(fields: Mapping[str, str], store_key: str, *, document_rule: bool = False) -> str:
    """88 characters of base64."""
    text = plaintext(fields, store_key, document_rule=document_rule)
    return base64.b64encode(hashlib.sha512(text.encode()).digest()).decode()


def believed(fields: Mapping[str, str], store_key: str, *, document_rule: bool = False) -> dict[str, str]:
    """The values as they were hashed, when the hash fits; nothing when it does not.

    An answer may come with HTML entities, and with a line end after a value: then the hash is of the values
    without them, and those are what counts.
    """
    given = next((value for name, value in fields.items() if name.lower() == "hash"), "").strip()
    for read in _readings(fields):
        wanted = hash_of(read, store_key, document_rule=document_rule)
        if given and hmac.compare_digest(wanted.encode(), given.encode()):
            return read
    return {}


def _readings(fields: Mapping[str, str]) -> Iterator[dict[str, str]]:
    yield dict(fields)
    yield {name: html.unescape(_without_line_end(value)) for name, value in fields.items()}
    yield {name: html.unescape(value).strip() for name, value in fields.items()}


def _without_line_end(value: str) -> str:
    return value.removesuffix("\n").removesuffix("\r")


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("|", "\\|")


def request_xml(values: Mapping[str, str], extra: Mapping[str, str] | None = None) -> bytes:
    """A CC5Request."""
    inside = _leaves(values) + (f"<Extra>{_leaves(extra)}</Extra>" if extra else "")
    return f'<?xml version="1.0" encoding="UTF-8"?><CC5Request>{inside}</CC5Request>'.encode()


def _leaves(values: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())


def read_xml(text: str, root: str = "CC5Response") -> dict[str, str]:
    """Name -> text of every leaf. Raises ValueError for anything but this flat XML: no entities, no DTD."""
    if f"<{root}>" not in text or "<!" in text:
        raise ValueError(root)
    return {name: html.unescape(value).strip("\r\n ") for name, value in LEAF.findall(text)}
