"""The data map and the models say the same."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from accounts.models import User
from privacy.apps import every_field_is_mapped
from privacy.datamap import NOT_PERSONAL, TABLES, Erasure, Field, gaps
from privacy.datamap.coverage import could_be_personal, ours
from privacy.selectors import as_markdown, rows_of


def test_every_field_of_ours_is_in_the_map_or_said_to_be_about_nobody():
    assert every_field_is_mapped() == []
    assert len(ours()) > 40


def test_the_page_of_the_map_is_the_map():
    page = Path(settings.BASE_DIR) / "docs/privacy/data-map.md"
    assert page.read_text(encoding="utf-8") == as_markdown(), "run manage.py datamap"


@pytest.mark.parametrize("label", ["accounts.User", "campaigns.Application", "payments.PayoutMethod"])
def test_a_table_that_is_left_out_is_reported(label):
    rest = [table for table in TABLES if table.label != label]
    assert any(line.startswith(f"{label}.") for line in gaps(rest, NOT_PERSONAL))


def test_a_field_that_is_gone_kept_without_a_reason_or_encrypted_in_silence_is_reported():
    user = next(table for table in TABLES if table.label == "accounts.User")
    method = next(table for table in TABLES if table.label == "payments.PayoutMethod")
    user = type(user)(
        **{**vars(user), "fields": {**user.fields, "cin": Field(), "name": Field(Erasure.KEEP)}}
    )
    method = type(method)(**{**vars(method), "fields": {**method.fields, "address_encrypted": Field()}})
    others = [table for table in TABLES if table.label not in {user.label, method.label}]
    told = "\n".join(gaps([*others, user, method], NOT_PERSONAL))
    assert "accounts.User.cin is in the data map and not in the model" in told
    assert "accounts.User.name is kept and the data map does not say why" in told
    assert "payments.PayoutMethod.address_encrypted looks encrypted" in told


@isolate_apps("privacy")
def test_what_could_be_about_a_person():
    class Anything(models.Model):
        text = models.CharField(max_length=9)
        address = models.GenericIPAddressField()
        picture = models.FileField()
        values = models.JSONField()
        whose = models.ForeignKey(User, models.CASCADE)
        n = models.IntegerField()
        day = models.DateField()
        choice = models.CharField(max_length=1, choices=[("a", "A")])

        class Meta:
            app_label = "privacy"

    named = {column.name for column in Anything._meta.concrete_fields if could_be_personal(column)}
    assert named == {"text", "address", "picture", "values", "whose"}


def test_no_column_for_the_number_of_an_identity_card():
    names = {column.name for model in ours() for column in model._meta.concrete_fields}
    assert not names & {"cin", "cnie", "passport", "birth_date", "national_id"}


def test_every_task_that_the_map_names_is_called_by_beat():
    called = {line["task"] for line in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {table.tidied_by for table in TABLES if table.tidied_by} <= called


def test_every_way_to_a_person_is_a_query(amina):
    for table in TABLES:
        rows_of(table, amina).count()
