import json
import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core import mail

from kit.numbers import MINUS
from notifications import gateways
from notifications.models import Notice
from notifications.tasks import send_mails

AMOUNTS = {
    "price_centimes": 450_000,
    "influencer_fee_centimes": -45_000,
    "influencer_vat_centimes": -9_000,
    "net_centimes": 396_000,
    "number": "C-2026-00418",
}


def body_of(letter):
    return letter.alternatives[0].content


def test_the_money_mail_shows_the_whole_sum(amina, say):
    say(amina, "contract_funded_creator", **AMOUNTS)
    assert send_mails() == 1
    letter = mail.outbox[0]
    for amount in ("4 500,00 MAD", f"{MINUS}450,00 MAD", f"{MINUS}90,00 MAD", "3 960,00 MAD"):
        assert amount.replace(" ", "\u00a0") in letter.body
        assert amount.split()[0] in body_of(letter)
    assert "C-2026-00418" in body_of(letter)
    assert "http://127.0.0.1:8000/fr/contrats" in letter.body


def test_a_mail_speaks_its_readers_language(amina, say):
    amina.language = "ar"
    amina.save(update_fields=["language"])
    say(amina, "contract_funded_creator", **AMOUNTS)
    send_mails()
    letter = mail.outbox[0]
    assert re.search("[\u0600-\u06ff]", letter.subject)
    assert '<html lang="ar" dir="rtl">' in body_of(letter)
    assert "3.960" in body_of(letter)
    assert letter.extra_headers["Content-Language"] == "ar"


def test_a_mail_is_sent_once(amina, say):
    notice = say(amina, "offer_made")
    assert (send_mails(), send_mails()) == (1, 0)
    notice.refresh_from_db()
    assert (notice.mail_at, notice.mailed_at is not None) == (None, True)


def test_a_repeated_mail_is_the_same_message(amina, say):
    notice = say(amina, "offer_made")
    send_mails()
    Notice.objects.update(mail_at=notice.made_at)
    send_mails()
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1


def test_one_bad_letter_does_not_stop_the_others(amina, omar, say, monkeypatch):
    bad, good = say(amina, "offer_made"), say(omar, "offer_made")
    real = gateways.send_letter

    def stumble(letter):
        if letter.to == amina.email:
            raise ConnectionError("mailbox on fire")
        real(letter)

    monkeypatch.setattr(gateways, "send_letter", stumble)
    assert send_mails() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.n_mail_failures, "on fire" in bad.mail_error) == (1, True)
    assert good.mailed_at is not None


def test_what_people_wrote_stays_text(amina, say):
    say(amina, "changes_requested", quote="<img src=x onerror=alert(1)>", platform="instagram", format="reel")
    send_mails()
    assert "<img" not in body_of(mail.outbox[0])


@pytest.mark.parametrize("tone", gateways.TONES)
def test_mail_colours_are_the_tokens(tone):
    tokens = json.loads(Path(project.BASE_DIR, "static/src/tokens.json").read_text())["light"]
    assert gateways.TONES[tone] == (tokens[f"{tone}_soft"], tokens[f"on_{tone}_soft"])
