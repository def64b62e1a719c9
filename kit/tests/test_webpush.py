"""RFC 8291 and 8292, with the example of the RFC and with keys of our own."""

import jwt
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kit import webpush
from kit.webpush import b64, unb64

# RFC 8291, section 5 and appendix A.
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
BROWSERS_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENT = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
    "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def derived(salt: bytes, secret: bytes, about: bytes, n_bytes: int) -> bytes:
    return HKDF(hashes.SHA256(), n_bytes, salt, about).derive(secret)


def opened(sent: bytes, private: str, auth: str) -> bytes:
    """What a browser does, written from the RFC and not from our own code."""
    salt, theirs, sealed = sent[:16], sent[21:86], sent[86:]
    assert sent[16:21] == b"\x00\x00\x10\x00\x41"
    key = webpush.private_key(private)
    ours = unb64(webpush.public_key(private))
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    secret = derived(unb64(auth), shared, b"WebPush: info\x00" + ours + theirs, 32)
    content_key = derived(salt, secret, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = derived(salt, secret, b"Content-Encoding: nonce\x00", 12)
    return AESGCM(content_key).decrypt(nonce, sealed, None)


def test_the_example_of_the_rfc_opens_as_it_says():
    assert webpush.public_key(BROWSER) == BROWSERS_POINT
    assert opened(unb64(SENT), BROWSER, AUTH) == b"When I grow up, I want to be a watermelon\x02"


def test_what_is_sealed_opens_for_that_browser_alone():
    private, auth = webpush.new_private_key(), b64(b"a" * 16)
    sent = webpush.seal("سلام".encode(), p256dh=webpush.public_key(private), auth=auth)
    assert opened(sent, private, auth) == "سلام".encode() + b"\x02"
    with pytest.raises(InvalidTag):
        opened(sent, webpush.new_private_key(), auth)


def test_the_same_words_never_look_the_same():
    keys = {"p256dh": BROWSERS_POINT, "auth": AUTH}
    assert webpush.seal(b"a", **keys) != webpush.seal(b"a", **keys)


def test_the_sender_is_proved_to_one_service_for_half_a_day():
    private = webpush.new_private_key()
    header = webpush.signature("https://push.example", private=private, contact="mailto:a@example.ma")
    token, key = header.removeprefix("vapid t=").split(", k=")
    claims = jwt.decode(
        token, webpush.private_key(private).public_key(), ["ES256"], audience="https://push.example"
    )
    assert claims["sub"] == "mailto:a@example.ma"
    assert key == webpush.public_key(private)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        (BROWSERS_POINT, b64(b"short")),
        (BROWSERS_POINT[:-4], AUTH),
        (b64(b"\x04" + b"\x01" * 64), AUTH),
        ("not base64!", AUTH),
        ("", ""),
    ],
)
def test_keys_that_are_none_are_refused(p256dh, auth):
    with pytest.raises(ValueError, match=r"(?i)auth|p256dh|key|point|base64|padding|data"):
        webpush.ensure_keys(p256dh, auth)
