"""The `files` server and the front for real: hostile bodies, slow senders, a server that is killed."""

import gzip
import json
import secrets
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.services import issue_tokens
from files.models import Blob, File, Upload
from files.tests import hostile
from influmaroc.stack.plan import Plan, free_port
from influmaroc.stack.process import Process
from influmaroc.tests.processes import READY_S

pytestmark = pytest.mark.django_db(transaction=True)
UPLOAD, BULK = "/api/files/upload", "/api/files/bulk-upload"
AT_ONCE_S = 1.0
MEMORY = 50 << 20
CUT_S = 60
MB = 1 << 20
SEGMENT = b"\xff\xe1\xff\xff" + bytes(65_533)  # the longest that EXIF may be


@pytest.fixture
def server(programs, amina, settings):
    """A running server for files, whose folders are ours too."""
    settings.FILES_ROOT = programs.surroundings["FILES_ROOT"]
    settings.FILES_PARTS = f"{settings.FILES_ROOT}-parts"
    folder = {"location": settings.FILES_ROOT, "base_url": None}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder}
    settings.STORAGES = {**settings.STORAGES, "files": backend}
    programs.start("files")
    asked = Asking(programs, issue_tokens(user=amina).access)
    assert asked.send(hostile.picture())[0] == 201  # the code is read
    return asked


class Asking:
    def __init__(self, programs, token):
        self.programs, self.token = programs, token

    def parts(self, files):
        """A multipart body."""
        mark = secrets.token_hex(12).encode()
        head = b'--%s\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nmessage\r\n' % mark
        field = b"files" if len(files) > 1 else b"file"
        body = head + b"".join(
            b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n'
            % (mark, field, name.encode(), content)
            for name, content in files
        )
        return body + b"--%s--\r\n" % mark, f"multipart/form-data; boundary={mark.decode()}"

    def headers(self, kind, length, **more):
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": kind,
            "Content-Length": str(length),
            **named,
        }

    def send(self, content, name="photo.png", path=UPLOAD, **more):
        """(status, body, seconds)."""
        body, kind = self.parts([(name, content)])
        return self.ask(path, body, self.headers(kind, len(body), **more))

    def ask(self, path, body, headers):
        line, began = self.programs.line("files", timeout=30), time.monotonic()
        line.putrequest("POST", path)
        for name, value in headers.items():
            line.putheader(name, value)
        line.endheaders()
        with suppress(OSError):  # it may be told no before it has sent all
            line.send(body)
        answer = line.getresponse()
        said = answer.read()
        line.close()
        return answer.status, json.loads(said), time.monotonic() - began

    @property
    def memory(self):
        """What the server's processes have in memory, bytes."""
        server = psutil.Process(self.programs.running["files"].popen.pid)
        return sum(one.memory_info().rss for one in [server, *server.children(recursive=True)])


BOMBS = {
    "900 million pixels": lambda: ("bomb.png", hostile.claimed(30_000, 30_000)),
    "a header that lies": lambda: ("lies.png", hostile.claimed(65_535, 65_535, rows=1)),
    **{
        f"a lie as {form}": lambda form=form: (f"lies.{form.lower()}", hostile.lying(form, 16_383, 16_383))
        for form in ("JPEG", "WEBP", "HEIC", "AVIF")
    },
    "a JPEG behind ten segments": lambda: ("lies.jpg", hostile.lying("JPEG", 30_000, 30_000, SEGMENT * 10)),
    "65 million pixels in a JPEG": lambda: ("bomb.jpg", hostile.huge("JPEG")),
    "65 million pixels in a WebP": lambda: ("bomb.webp", hostile.huge("WEBP")),
    "200 MB in a zip": lambda: ("a.zip", hostile.zipped(content=bytes(200 * MB))),
    "a zip under another name": lambda: ("a.png", hostile.zipped(content=bytes(200 * MB))),
}


def test_f2_bombs_are_refused_at_once_and_cost_no_memory(server):
    before, slowest, most = server.memory, 0.0, 0
    for what, make in BOMBS.items():
        name, content = make()
        status, _body, took_s = server.send(content, name)
        assert 400 <= status < 500, what
        slowest, most = max(slowest, took_s), max(most, server.memory - before)
    packed = gzip.compress(bytes(200 * MB))
    for path in (UPLOAD, "/api/auth/login"):
        headers = server.headers("application/json", len(packed), Content_Encoding="gzip")
        status, _body, took_s = server.ask(path, packed, headers)
        assert 400 <= status < 500, path
        slowest, most = max(slowest, took_s), max(most, server.memory - before)
    print(f"the slowest no after {slowest:.2f} s, memory {most / MB:+.0f} MB")  # noqa: T201
    assert slowest <= AT_ONCE_S
    assert most <= MEMORY
    assert File.objects.count() == 1


@pytest.mark.parametrize(("path", "length"), [(UPLOAD, 101 * MB), (BULK, 201 * MB)])
def test_f6_too_large_is_told_before_the_body_is_sent(server, path, length):
    status, body, took_s = server.ask(path, b"", server.headers("multipart/form-data; boundary=x", length))
    assert (status, body["code"]) == (413, "too_large")
    assert took_s <= AT_ONCE_S


def test_f6_twenty_files_and_not_one_more(server):
    for n_files, status in ((20, 200), (21, 413)):
        files = [(f"{n}.png", hostile.picture((20, 20))) for n in range(n_files)]
        body, kind = server.parts(files)
        answer = server.ask(BULK, body, server.headers(kind, len(body)))
        assert answer[0] == status, answer
    assert File.objects.count() == 21


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_f6_a_sender_who_drips_is_cut_off_after_a_minute(server):
    """By the front, which says so; no thread and no byte here waits for them any longer."""
    programs, port = server.programs, free_port()
    plan = Plan(programs.folder, port)
    part = next(part for part in plan.parts({}) if part.name == "front")
    around = {**programs.surroundings, **plan.front_environment({})}
    front = Process(part, log=programs.folder / "front.log", environment=around, folder=settings.BASE_DIR)
    try:
        took_s = dripped(server, port)
    finally:
        front.signal(signal.SIGTERM)
        front.popen.wait(20)
    print(f"forgotten after {took_s:.1f} s")  # noqa: T201
    assert CUT_S - 5 <= took_s <= CUT_S + 5
    assert File.objects.count() == 1


def dripped(server, port):
    """A byte now and then; seconds until the server has dropped what had arrived."""
    body, kind = server.parts([("slow.png", hostile.picture((600, 600)) + bytes(MB))])
    words = "".join(f"{name}: {value}\r\n" for name, value in server.headers(kind, len(body)).items())
    parts = Path(settings.FILES_PARTS)
    with called(port) as line:
        began = time.monotonic()
        line.sendall(f"POST {UPLOAD} HTTP/1.1\r\nHost: 127.0.0.1\r\n{words}\r\n".encode() + body[: MB // 2])
        time.sleep(5)
        assert any(parts.iterdir())
        for place in range(MB // 2, len(body)):
            with suppress(OSError):
                line.sendall(body[place : place + 1])
            if not any(parts.iterdir()):
                took_s = time.monotonic() - began
                line.settimeout(5)
                assert line.recv(100).startswith((b"HTTP/1.1 504 ", b"HTTP/1.1 499 "))
                return took_s
            assert time.monotonic() - began < 2 * CUT_S, "it still waits"
            time.sleep(0.5)
    raise AssertionError("all of it arrived")


def called(port):
    """A line to the front, as soon as it is up."""
    end = time.monotonic() + READY_S
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=2)
        except OSError:
            assert time.monotonic() < end, "the front does not answer"
            time.sleep(0.1)


@pytest.mark.parametrize("nth", range(3))
def test_f7_killed_in_the_middle_of_an_upload_nothing_is_left(server, nth):
    programs = server.programs
    body, kind = server.parts([("half.png", hostile.picture((1500, 1500)) + bytes(3 * MB))])
    line = programs.line("files", timeout=10)
    line.putrequest("POST", UPLOAD)
    for name, value in server.headers(kind, len(body)).items():
        line.putheader(name, value)
    line.endheaders()
    line.send(body[: len(body) * (nth + 1) // 4])
    parts, end = Path(settings.FILES_PARTS), time.monotonic() + 10
    while not any(parts.iterdir()):
        assert time.monotonic() < end, "nothing arrives"
        time.sleep(0.02)
    programs.kill("files")
    assert any(parts.iterdir())
    call_command("gc_files", "--grace", "0", "--force")
    assert (File.objects.count(), Blob.objects.count(), Upload.objects.count()) == (1, 1, 0)
    assert list(parts.iterdir()) == []
    stored = [one for one in Path(settings.FILES_ROOT).rglob("*") if one.is_file()]
    assert [str(one).endswith(Blob.objects.get().place) for one in stored] == [True]
