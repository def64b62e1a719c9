"""What no log may say: passwords, tokens, codes, RIBs, telephone numbers, cookies. One function cuts them."""

import re

HIDDEN = "[hidden]"
_NAMES = (
    r"(?:[\w-]{0,40}(?:password|passwd|secret|token|cookie|api[_-]?key|authorization|session)[\w-]{0,40}"
    r"|mot_de_passe|rib|iban|otp|refresh|access|csrf|signature)"
)
# A name, what stands between (=, :, the comma of a pair), and its value: quoted, a header's, or one word.
_NAMED = re.compile(
    rf"(?i)(?P<before>(?<![\w-]){_NAMES}\\?[\"']?\s?(?:=|:|,(?=\s?b?[\"']))\s?)"
    r"(?:b?\"[^\"]*\"|b?'[^']*'|(?:bearer|basic)\s[^\s,;&\"']+|[^\s,;&\"'<>(){}\[\]]+)"
)
_CODE = re.compile(r"(?i)(?P<before>\b(?:code|otp)[\"']?\s?[=:]\s?[\"']?)(?=[\w-]{4})[\w-]*\d[\w-]*")
_ADDRESS = re.compile(r"(?P<before>\b\w+://[^\s:/@]*:)[^\s@/]+(?=@)")
# What is a secret whatever it is called: a JSON web token, a header's value, a RIB, a
# telephone number, a stored password.
_SHAPES = (
    re.compile(r"\beyJ[\w-]{5,4000}\.[\w-]{1,4000}(?:\.[\w-]*)?"),
    re.compile(r"(?i)\b(?:bearer|basic)\s[\w.~+/=-]{8,}"),
    re.compile(r"(?<!\d)(?:MA\d\d[ -]?)?(?:\d[ -]?){23}\d(?!\d)"),
    re.compile(r"(?<!\d)(?:\+|00)?212[5-8]\d{8}(?!\d)"),
    re.compile(r"\b(?:pbkdf2_\w+|argon2\w*|md5|bcrypt\w*)\$[^\s\"',]+"),
)
# A long word of letters and digits in an address opens a door: a reset, an invitation. Ids are shorter.
_KEY = re.compile(r"(?<=/)(?=[A-Za-z:_.-]{0,40}\d)[\w:=.-]{40,}(?=[/\s?&\"']|$)")
# Addresses of which we know that a key follows, whatever it is made of.
_LINK = re.compile(
    r"(?P<before>/mot-de-passe/nouveau/|/validate-reset-token/|/invitation/|/verifier/(?!lien\b|encore\b))"
    r"[^/?\s\"']+"
)


def cleaned(text: str) -> str:
    """The text without its secrets. What remains still says what happened, and to what."""
    for shape in (*_SHAPES, _KEY):
        text = shape.sub(HIDDEN, text)
    for named in (_LINK, _ADDRESS, _NAMED, _CODE):
        text = named.sub(rf"\g<before>{HIDDEN}", text)
    return text
