"""T8 as staff use it: a file in, a line proposed, a match agreed to, a difference explained."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from payments.models import Escrow
from treasury.models import Difference, Match, ProviderReport, Statement, StatementLine
from treasury.services import read_statement
from treasury.tests.conftest import cfonb_of, csv_of
from treasury.tests.test_reconcile import HEAD, row

pytestmark = pytest.mark.django_db
MODELS = ["statement", "statementline", "match", "providerreport", "reconciliation", "difference"]


@pytest.fixture
def desk(client_of, clerk):
    return client_of(clerk)


@pytest.fixture
def second_desk(client_of, checker):
    return client_of(checker)


def press(desk, model, action, pk, **more):
    form = {"action": action, "_selected_action": [str(pk)], "confirmed": "1", **more}
    return desk.post(reverse(f"admin:treasury_{model}_changelist"), form)


@pytest.mark.parametrize("model", MODELS)
def test_lists_are_there_and_cheap(desk, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert desk.get(reverse(f"admin:treasury_{model}_changelist")).status_code == 200


def test_a_page_of_lines_costs_as_many_queries_as_one_line(desk, clerk, django_assert_max_num_queries):
    rows = [("02/11/2026", f"VIR {n}", "", "10,00") for n in range(15)]
    rows += [("02/11/2026", f"FRAIS {n}", "5,00", "") for n in range(15)]
    read_statement(name="nov.csv", content=csv_of(*rows), by=clerk)
    with django_assert_max_num_queries(13):
        page = desk.get(reverse("admin:treasury_statementline_changelist")).content.decode()
    assert page.count("60 %") >= 5


def test_balances_and_lines_line_up_in_their_columns(desk, clerk):
    content = cfonb_of(10_000, [("021126", 5_000, "VIR X")], 15_000)
    read_statement(name="nov.txt", content=content, by=clerk)
    for model, wanted in (("statement", ["100,00", "150,00"]), ("statementline", ["50,00"])):
        page = desk.get(reverse(f"admin:treasury_{model}_changelist")).content.decode()
        for figure in wanted:
            assert f'<bdi dir="ltr">{figure}\u00a0MAD</bdi>' in page


def test_from_the_file_to_secured_funds(desk, second_desk, announced):
    content = csv_of(("02/11/2026", f"VIR ATLAS {announced.reference}", "", "4 770,00"))
    file = SimpleUploadedFile("nov.csv", content)
    assert desk.post(reverse("admin:treasury_statement_add"), {"file": file}).status_code == 302
    line = StatementLine.objects.get()
    assert "100 %" in desk.get(reverse("admin:treasury_statementline_changelist")).content.decode()
    press(desk, "statementline", "propose_best", line.pk)
    match = Match.objects.get()
    press(desk, "match", "approve", match.pk)
    assert Escrow.objects.get().state == "pending"
    press(second_desk, "match", "approve", match.pk)
    assert Escrow.objects.get().state == "held"


@pytest.mark.parametrize(
    ("typed", "gross"),
    [("4 800,00", 480_000), ("", None), ("0", "refused"), ("0,00", "refused"), ("x", "refused")],
)
def test_what_a_provider_collected_is_an_amount_or_nothing(desk, clerk, typed, gross):
    content = csv_of(("02/11/2026", "CMI TELECOLLECTE", "", "4 650,75"))
    line = read_statement(name="nov.csv", content=content, by=clerk).lines.get()
    page = press(desk, "statementline", "propose", line.pk, kind="settlement", target="sandbox", gross=typed)
    said = list(Match.objects.values_list("gross_centimes", flat=True))
    assert (page.status_code, said) == ((200, []) if gross == "refused" else (302, [gross]))


def test_a_file_that_cannot_be_read_says_why(desk):
    page = desk.post(reverse("admin:treasury_statement_add"), {"file": SimpleUploadedFile("x.csv", b"a;b")})
    assert page.status_code == 200
    assert not Statement.objects.exists()


def test_a_report_is_compared_when_it_is_read_in(desk):
    file = SimpleUploadedFile("r.csv", (HEAD + row("IMNOBODY")).encode())
    desk.post(reverse("admin:treasury_providerreport_add"), {"gateway": "sandbox", "file": file})
    assert ProviderReport.objects.get().reconciliations.count() == 1
    press(desk, "difference", "explain", Difference.objects.get().pk, explanation="Their test")
    assert Difference.objects.get().explanation == "Their test"
