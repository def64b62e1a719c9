"""From bytes that came to what is shown: pictures, videos, papers; bombs, metadata, viruses, crashes."""

import io
from array import array
from datetime import timedelta
from pathlib import Path

import av
import pytest
from celery import current_app
from django.utils import timezone
from PIL import Image

from events.models import Event
from files import tasks
from files.errors import ScannerDown, TooHeavy
from files.gateways import workbench
from files.gateways.scanner import Clamd
from files.models import Blob, File, Variant
from files.services import add_file, claim_file, process_again, taken_in
from files.tests import hostile
from files.tests.clamd import FakeClamd
from files.tests.moving import PLACE, video
from kit import depot
from kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(amina, tmp_path):
    """A file of Amina's as it stands after its upload."""

    def send(content, name="photo.jpg"):
        path = tmp_path / "sent"
        path.write_bytes(content)
        with taken_in(path=path, name=name, purpose="message") as taken:
            return add_file(taken=taken, by=amina)

    return send


@pytest.fixture
def clamd(settings):
    daemon = FakeClamd()
    settings.CLAMD_URL = daemon.url
    yield daemon
    daemon.close()


def processed(file):
    assert tasks.process_files() == 1
    file.refresh_from_db()
    return file


def bytes_of(variant):
    with depot.look_into(variant.place) as stored:
        return stored.read()


def all_made(file):
    return {variant.name: bytes_of(variant) for variant in file.blob.variants.all()}


def test_a_picture_becomes_webp_and_avif_in_a_few_widths(sent):
    file = processed(sent(hostile.located((1200, 900))))
    assert (file.state, file.progress, file.scan) == ("ready", 100, "none")
    assert (file.width, file.height) == (900, 1200)  # it lay on its side
    made = {one.name: (one.media_type, one.width, one.height) for one in file.blob.variants.all()}
    assert made == {
        "webp-320": ("image/webp", 320, 427),
        "avif-320": ("image/avif", 320, 427),
        "webp-960": ("image/webp", 900, 1200),
        "avif-960": ("image/avif", 900, 1200),
    }
    assert Event.objects.get(label="files.FileReady").payload["file_id"] == str(file.pk)


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_a_photo_of_an_iphone_becomes_what_every_browser_shows(sent, brand):
    assert hostile.CAMERA.encode() in hostile.HEIC
    file = processed(sent(hostile.HEIC[:8] + brand + hostile.HEIC[12:], "IMG_0001.HEIC"))
    assert (file.state, file.media_type, file.name) == ("ready", "image/heic", "IMG_0001.heic")
    made = all_made(file)
    assert set(made) == {"webp-320", "avif-320"}
    for content in made.values():
        image = Image.open(io.BytesIO(content))
        assert (image.size, hostile.CAMERA.encode() in content) == ((64, 48), False)
        assert image.convert("RGB").getpixel((2, 2))[1] > 200  # it was drawn, and not left empty


def test_a_torn_photo_of_an_iphone(sent):
    assert processed(sent(hostile.HEIC[:400], "a.heic")).reason == "file_broken"


def test_f3_no_place_and_no_camera_in_what_we_drew(sent):
    file = processed(sent(hostile.located()))
    assert hostile.CAMERA.encode() in bytes_of(file.blob)
    for content in all_made(file).values():
        image = Image.open(io.BytesIO(content))
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)
        assert hostile.CAMERA.encode() not in content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gif", hostile.picture((64, 48), "GIF") + hostile.PAYLOAD),
        ("a.jpg", hostile.picture((64, 48), "JPEG") + hostile.zipped(content=hostile.PAYLOAD)),
        ("a.png", hostile.picture((64, 48)) + hostile.PAYLOAD),
        ("a.webp", hostile.picture((64, 48), "WEBP", exif=b"Exif\0\0" + hostile.PAYLOAD)),
    ],
)
def test_f1_nothing_of_a_polyglot_is_left_in_what_we_drew(sent, name, content):
    file = processed(sent(content, name))
    assert file.state == "ready"
    for made in all_made(file).values():
        assert hostile.PAYLOAD not in made
        assert b"PK\x03\x04" not in made
        assert len(made) < 5_000


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (hostile.located()[:200], "torn.jpg", "file_broken"),
        (b"GIF89a\x10\0\x10\0" + hostile.PAYLOAD * 3, "no.gif", "file_broken"),
        (b"%PDF-1.4\n" + hostile.PAYLOAD + b"\n%%EOF" + b" " * 50, "no.pdf", "file_broken"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 200, "no.mp4", "file_broken"),
    ],
)
def test_f2_bombs_and_lies_are_refused_and_nothing_is_drawn(sent, content, name, reason):
    file = processed(sent(content, name))
    assert (file.state, file.reason) == ("refused", reason)
    assert Variant.objects.count() == 0
    assert Event.objects.get(label="files.FileRefused").payload["reason"] == reason


@pytest.mark.parametrize(
    "content",
    [
        hostile.claimed(30_000, 30_000),
        hostile.claimed(65_535, 65_535, rows=1),
        hostile.huge("JPEG"),
        hostile.huge("WEBP"),
        hostile.lying("JPEG", 30_000, 30_000),
        hostile.lying("AVIF", 9_000, 9_000),
        hostile.lying("WEBP", 16_383, 16_383),
        hostile.lying("JPEG", 30_000, 30_000, before=b"\xff\xe1\xff\xff" + bytes(65_533)),
    ],
)
def test_f2_what_says_itself_that_it_is_a_bomb_is_refused_at_once(sent, content, tmp_path):
    with pytest.raises(TooHeavy):
        sent(content, "bomb.png")
    assert File.objects.count() == 0
    (tmp_path / "bomb").write_bytes(content)
    assert workbench.make("image", tmp_path / "bomb", tmp_path, print) == {"refused": "too_heavy"}


def test_f2_the_workshop_sees_through_a_lie(sent, tmp_path):
    """libheif does not open a picture whose sides are not those of what is packed in it."""
    content = hostile.lying("HEIC", 9_000, 9_000)
    with pytest.raises(TooHeavy):
        sent(content, "bomb.heic")
    (tmp_path / "bomb").write_bytes(content)
    assert workbench.make("image", tmp_path / "bomb", tmp_path, print) == {"refused": "file_broken"}


def test_f2_the_workshop_has_little_memory(tmp_path, monkeypatch):
    """A picture within the limits of pixels, in a workshop with less memory than that takes."""
    source, folder = tmp_path / "source", tmp_path / "made"
    source.write_bytes(hostile.claimed(7_000, 7_000))
    folder.mkdir()
    program = "import files.gateways.workshop.__main__ as w; w.MEMORY['image'] = 150 << 20; w.main{}"
    call = program.format(("image", str(source), str(folder)))
    real = workbench.subprocess.Popen
    monkeypatch.setattr(
        workbench.subprocess, "Popen", lambda command, **how: real([command[0], "-c", call], **how)
    )
    assert workbench.make("image", source, folder, print) == {"refused": "too_heavy"}
    assert list(folder.iterdir()) == []


def test_the_first_page_of_a_pdf_is_shown(sent):
    file = processed(sent(hostile.pdf(), "contrat.pdf"))
    (name, content), *others = all_made(file).items()
    assert (file.state, name, others) == ("ready", "page-1", [])
    image = Image.open(io.BytesIO(content))
    assert (image.size, image.convert("L").getextrema()) == ((960, 1360), (0, 255))


def test_a_video_becomes_an_mp4_that_starts_at_once_and_a_poster(sent, tmp_path):
    source = video(tmp_path / "clip.mp4", seconds=2, size=(640, 360), form="mov")
    assert PLACE.encode() in source.read_bytes()
    file = processed(sent(source.read_bytes(), "clip.mov"))
    made = all_made(file)
    assert (file.state, set(made), file.duration_ms) == ("ready", {"mp4", "poster"}, 1900)
    assert made["mp4"].index(b"moov") < made["mp4"].index(b"mdat")
    assert all(PLACE.encode() not in content for content in made.values())
    with av.open(io.BytesIO(made["mp4"])) as tape:
        stream = tape.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 640, 360)
        sound = tape.streams.audio[0]
        assert (sound.codec_context.name, sound.codec_context.sample_rate) == ("aac", 48_000)
        heard = [frame for packet in tape.demux(sound) for frame in packet.decode()]
        assert max(max(array("f", bytes(frame.planes[0]))) for frame in heard) > 0.1
        assert not {"location", "title"} & set(tape.metadata)


def test_f3_a_video_of_another_kind_is_no_larger_than_720_lines(tmp_path):
    fast = {"deadline": "realtime", "cpu-used": "8"}
    kind = {"form": "webm", "codec": "libvpx", "options": fast}
    source = video(tmp_path / "clip.webm", seconds=0.3, size=(1440, 810), **kind)
    folder = tmp_path / "made"
    folder.mkdir()
    heard = []
    told = workbench.make("video", source, folder, heard.append)
    assert (told["width"], told["height"]) == (1280, 720)
    assert heard == sorted(heard)
    assert heard


def test_a_recording_of_a_browser_does_not_say_how_long_it_is_and_makes_progress_all_the_same(tmp_path):
    kind = {"form": "webm", "codec": "libvpx", "container": {"live": "1"}}
    source = video(tmp_path / "clip.webm", seconds=3, size=(320, 180), **kind)
    with av.open(str(source)) as tape:
        assert not tape.duration
    folder = tmp_path / "made"
    folder.mkdir()
    heard = []
    assert workbench.make("video", source, folder, heard.append)["made"]
    assert heard == sorted(heard)
    assert len(heard) > 5


def test_f5_a_virus_is_refused_and_the_scanner_saw_every_byte(sent, clamd):
    content = hostile.pdf() + hostile.EICAR + b"%%EOF"
    file = processed(sent(content, "contrat.pdf"))
    assert (file.state, file.reason, file.scan, file.error) == (
        "refused",
        "infected",
        "infected",
        "Eicar-Test-Signature",
    )
    assert clamd.said == content
    assert Variant.objects.count() == 0


def test_f5_what_the_scanner_finds_clean_is_ready(sent, clamd):
    file = processed(sent(hostile.picture((64, 48)), "a.png"))
    assert (file.state, file.scan) == ("ready", "clean")


@pytest.mark.parametrize("how", ["gone", "too small"])
def test_f5_while_the_scanner_gives_no_verdict_a_file_waits_and_is_not_served(sent, clamd, api_of, how):
    clamd.limit = 10
    if how == "gone":
        clamd.close()
    file = sent(hostile.picture((64, 48)), "a.png")
    for _time in range(2):
        File.objects.update(next_try_at=timezone.now())
        processed(file)
    assert (file.state, file.scan, file.attempts) == ("scanning", "pending", 0)
    assert file.error.startswith("scanner:")
    api = api_of(file.owner)
    assert api.get(f"/api/files/{file.pk}").json()["variants"] == []
    assert api.get(f"/fichiers/{file.pk}/original").status_code in {403, 404}


def test_f5_a_scanner_that_is_down_is_asked_once_and_one_file_that_it_cannot_take_holds_up_no_other(
    sent, clamd, settings
):
    content = hostile.picture((64, 48))
    files = [sent(content, "a.png"), sent(content + b" " * 9_000, "b.png"), sent(content, "c.png")]
    clamd.limit = len(content)
    assert tasks.process_files() == 3
    for file in files:
        file.refresh_from_db()
    assert [file.state for file in files] == ["ready", "scanning", "ready"]
    settings.CLAMD_URL = "unix:///nowhere/clamd.ctl"
    File.objects.update(state="scanning", next_try_at=timezone.now())
    assert tasks.process_files() == 1
    assert File.objects.exclude(error="").count() == 2


def test_a_file_whose_worker_died_is_taken_up_by_another(sent):
    file = sent(hostile.picture((64, 48)), "a.png")
    lost = claim_file()
    assert claim_file() is None
    File.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    assert processed(file).state == "ready"
    n_places = len(list(depot.everything()))
    tasks._process(lost)  # noqa: SLF001 - the first one comes back to life
    assert (file.blob.variants.count(), len(list(depot.everything()))) == (2, n_places)


def test_a_file_that_ends_its_workers_is_refused_in_the_end_and_staff_may_try_again(sent, staff, omar):
    file = sent(hostile.picture((64, 48)), "a.png")
    File.objects.update(attempts=5)
    assert claim_file() is None
    file.refresh_from_db()
    assert (file.state, file.reason) == ("refused", "processing_failed")
    with pytest.raises(NotAllowed):
        process_again(file_id=file.pk, by=omar)
    process_again(file_id=file.pk, by=staff)
    assert processed(file).state == "ready"
    for state in ("ready", "processing", "scanning"):
        File.objects.update(state=state)
        with pytest.raises(WrongState):
            process_again(file_id=file.pk, by=staff)


def test_a_workshop_that_dies_is_tried_again(sent, monkeypatch):
    def dies(*_words):
        raise workbench.WorkshopFailed("ended with -11")

    monkeypatch.setattr(workbench, "make", dies)
    file = processed(sent(hostile.picture((64, 48)), "a.png"))
    assert (file.state, file.attempts) == ("processing", 1)
    assert "-11" in file.error
    assert file.next_try_at > timezone.now()


def test_bytes_that_are_gone(sent):
    file = sent(hostile.picture((64, 48)), "a.png")
    depot.drop(file.blob.place)
    assert processed(file).reason == "bytes_gone"


def test_the_same_bytes_of_two_people_are_stored_and_prepared_for_each(sent, omar, tmp_path):
    """How long it takes, and what is answered, is the same for the second as for the first."""
    content = hostile.picture((64, 48))
    first = sent(content, "a.png")
    with taken_in(path=tmp_path / "sent", name="b.png", purpose="message") as taken:
        second = add_file(taken=taken, by=omar)
    assert first.blob.sha256 == second.blob.sha256
    assert (Blob.objects.count(), second.state) == (2, "scanning")


def test_what_was_just_sent_does_not_wait_behind_the_sweep():
    route = current_app.amqp.router.route
    tasks_ = ("process_files", "collect", "sweep")
    assert [route({}, f"files.tasks.{name}")["queue"].name for name in tasks_] == [
        "files",
        "celery",
        "celery",
    ]


def test_a_scanner_on_a_socket_file(tmp_path):
    with pytest.raises(ScannerDown):
        Clamd(f"unix://{tmp_path}/none.ctl").scan(Path(__file__))
