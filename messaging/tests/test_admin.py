"""Staff read a reported conversation after saying why, and close the report."""

import pytest

from messaging.models import Report, StaffReading
from messaging.services import report_conversation
from messaging.tests.conftest import say


@pytest.fixture
def report(talk, amina, atlas):
    say(talk, atlas, "Paie-moi dehors")
    return report_conversation(conversation_id=talk.pk, reason="off_platform", words="Il insiste", by=amina)


def act(client, report, action, **values):
    data = {"action": action, "_selected_action": str(report.pk), "confirmed": "1", **values}
    return client.post("/admin/messaging/report/", data)


def test_words_show_only_to_whoever_said_why(report, staff, client_of):
    client, page = client_of(staff), f"/admin/messaging/report/{report.pk}/change/"
    assert "Paie-moi dehors" not in client.get(page).content.decode()
    assert act(client, report, "read", reason="").status_code == 200
    assert not StaffReading.objects.exists()
    act(client, report, "read", reason="Signalement")
    assert StaffReading.objects.get().staff == staff
    assert "Paie-moi dehors" in client.get(page).content.decode()


def test_a_report_is_closed_with_what_was_done(report, staff, client_of):
    client = client_of(staff)
    act(client, report, "close", outcome="Compte averti")
    report.refresh_from_db()
    assert (report.state, report.outcome, report.closed_by) == ("closed", "Compte averti", staff)
    act(client, report, "close", outcome="Encore")
    report.refresh_from_db()
    assert report.outcome == "Compte averti"


def test_conversations_show_without_their_words(report, staff, client_of):
    client = client_of(staff)
    listed = client.get("/admin/messaging/conversation/").content.decode()
    assert "Atlas Argan / Amina" in listed
    shown = client.get(f"/admin/messaging/conversation/{report.conversation_id}/change/").content.decode()
    assert "Paie-moi" not in shown
    assert client.get("/admin/messaging/staffreading/").status_code == 200
    assert Report.objects.count() == 1
