import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core import mail

from kit.numbers import MINUS
from mail.models import Letter
from mail.selectors import TONES
from mail.tasks import send_letters
from notifications.models import Notice
from notifications.services import Message, tell
from notifications.tasks import tidy
from notifications.tests.conftest import DATA

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
    assert send_letters() == 1
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
    send_letters()
    letter = mail.outbox[0]
    assert re.search("[\u0600-\u06ff]", letter.subject)
    assert '<html lang="ar" dir="rtl">' in body_of(letter)
    assert "3.960" in body_of(letter)
    assert letter.extra_headers["Content-Language"] == "ar"


def test_a_mail_is_sent_once(amina, say):
    say(amina, "offer_made")
    assert (send_letters(), send_letters()) == (1, 0)
    assert Letter.objects.get().state == "sent"


def test_a_staff_notice_leads_to_the_admin(staff, say):
    notice = say(staff, "offer_made")
    Notice.objects.filter(pk=notice.pk).delete()
    tell(readers=[staff.pk], message=Message(kind="offer_made", key="a", data=DATA, link="/admin/campaigns/"))
    send_letters()
    assert "http://127.0.0.1:8000/admin/campaigns/" in mail.outbox[-1].body


def test_the_broom_forgets_old_notices(amina, say):
    notice = say(amina)
    Notice.objects.update(made_at=notice.made_at - timedelta(days=400))
    tidy()
    assert not Notice.objects.exists()


def test_what_people_wrote_stays_text(amina, say):
    say(amina, "changes_requested", quote="<img src=x onerror=alert(1)>", platform="instagram", format="reel")
    send_letters()
    assert "<img" not in body_of(mail.outbox[0])


@pytest.mark.parametrize("tone", TONES)
def test_mail_colours_are_the_tokens(tone):
    tokens = json.loads(Path(project.BASE_DIR, "static/src/tokens.json").read_text())["light"]
    assert TONES[tone] == (tokens[f"{tone}_soft"], tokens[f"on_{tone}_soft"])
