"""Straight to the bucket, where there is none: said honestly. With one: test_bucket.py."""

import pytest

from files.models import File

pytestmark = pytest.mark.django_db
WISH = {"name": "photo.png", "purpose": "message", "size": 1000}


def test_without_a_bucket_there_is_no_form(api_of, amina):
    api = api_of(amina)
    answer = api.post("/api/files/direct", WISH, format="json")
    assert (answer.status_code, answer.json()["code"]) == (501, "direct_not_configured")
    file = File.objects.create(owner=amina, purpose="message", size=1)
    answer = api.post(f"/api/files/{file.pk}/complete")
    assert (answer.status_code, answer.json()["code"]) == (501, "direct_not_configured")
    file.refresh_from_db()
    assert (file.state, File.objects.count()) == ("uploading", 1)
