"""The sides that pictures say they have, read without unpacking them."""

import io
import random
import struct
import time

import pi_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from files.tests import hostile
from kit.pixels import STEPS, claimed

pi_heif.register_heif_opener()
SIDES = st.integers(1, 90)
SMALL = {form: hostile.picture((64, 48), form) for form in ("PNG", "GIF", "JPEG", "WEBP", "AVIF")}
SMALL["HEIC"] = hostile.HEIC
AT_ONCE_S = 0.5


def read(content):
    return claimed(io.BytesIO(content))


@given(SIDES, SIDES, st.sampled_from(["PNG", "GIF", "JPEG", "AVIF"]))
def test_it_is_what_pillow_says(width, height, form):
    content = hostile.picture((width, height), form)
    assert read(content) == Image.open(io.BytesIO(content)).size == (width, height)


@given(SIDES, SIDES, st.booleans(), st.sampled_from([b"", b"Exif\0\0MM"]))
def test_it_is_what_pillow_says_of_webp(width, height, lossless, exif):
    """VP8, VP8L and VP8X."""
    content = hostile.picture((width, height), "WEBP", lossless=lossless, exif=exif)
    assert read(content) == Image.open(io.BytesIO(content)).size == (width, height)


@pytest.mark.parametrize(
    "options",
    [
        {"progressive": True},
        {"exif": b"Exif\0\0" + bytes(60_000), "comment": b"\xff\xc0" * 900, "icc_profile": bytes(200_000)},
        {"dpi": (300, 300), "quality": 100, "subsampling": 0},
    ],
)
def test_a_header_may_stand_behind_much_else(options):
    content = hostile.picture((640, 480), "JPEG", **options)
    assert read(content) == (640, 480)
    assert read(content[:2] + b"\0\0stray\xff\xff" + content[2:]) is None  # no JPEG of ours begins like that
    at = content.index(b"\xff\xdb")
    assert read(content[:at] + b"\0stray\xff\xff" + content[at:]) == (640, 480)


def test_moving_pictures_name_their_canvas():
    frames = [Image.new("RGB", (70, 50), (n, 0, 0)) for n in (0, 90, 200)]
    for form in ("WEBP", "AVIF", "GIF"):
        box = io.BytesIO()
        frames[0].save(box, form, save_all=True, append_images=frames[1:])
        assert read(box.getvalue()) == (70, 50), form


def test_a_photo_of_an_iphone_names_what_is_unpacked_before_it_is_cut():
    assert read(hostile.HEIC) == (64, 64)
    assert Image.open(io.BytesIO(hostile.HEIC)).size == (64, 48)


def box(name, content, *, large=False):
    if large:
        return struct.pack(">I4sQ", 1, name, len(content) + 16) + content
    return struct.pack(">I4s", len(content) + 8, name) + content


def ispe(width, height):
    return box(b"ispe", struct.pack(">III", 0, width, height))


def heic(*parts, large=False, before=b""):
    ways = box(b"iprp", box(b"ipco", b"".join(parts)), large=large)
    return box(b"ftyp", b"heic\0\0\0\0mif1") + before + box(b"meta", bytes(4) + box(b"hdlr", bytes(9)) + ways)


def test_of_a_picture_in_tiles_the_largest_counts():
    tiles = [box(b"hvcC", bytes(90)), ispe(512, 512), ispe(30_000, 20_000), ispe(320, 240)]
    assert read(heic(*tiles)) == (30_000, 20_000)
    assert read(heic(*tiles, large=True, before=box(b"mdat", bytes(300_000)))) == (30_000, 20_000)
    assert read(heic(*tiles[:2]) + heic(*tiles)) == (30_000, 20_000)
    assert read(heic()) is None


@given(st.sampled_from(sorted(SMALL)), st.data())
def test_the_beginning_of_a_picture_says_it_or_nothing(form, data):
    content = SMALL[form]
    length = data.draw(st.integers(0, len(content)))
    assert read(content[:length]) in {None, read(content)}


@given(st.binary(max_size=400))
def test_whatever_comes_nothing_is_raised(content):
    read(content)
    for start in (
        b"\xff\xd8\xff",
        b"RIFF\0\0\0\0WEBPVP8",
        b"\0\0\0\x10ftyp",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    ):
        sides = read(start + content)
        assert sides is None or all(side >= 0 for side in sides)


@given(st.sampled_from(sorted(SMALL)), st.integers(0, 2**32))
def test_damage_anywhere_raises_nothing(form, seed):
    dice, content = random.Random(seed), bytearray(SMALL[form])
    for _ in range(dice.randrange(1, 30)):
        content[dice.randrange(min(len(content), 700))] = dice.choice(
            (0, 1, 8, 0x7F, 0xFF, dice.randrange(256))
        )
    read(bytes(content))


def nested(depth):
    content = ispe(30_000, 30_000)
    for _ in range(depth):
        content = box(b"meta", bytes(4) + content)
    return box(b"ftyp", b"heic") + content


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff" + b"\xe1\0\2\xff" * 2_500_000,
        b"\xff\xd8" + b"\xff" * 10_000_000,
        b"\xff\xd8\xff\xe1\0\2" + b"\xff\0" * 5_000_000,
        box(b"ftyp", b"heic") + box(b"free", b"") * 1_250_000,
        heic(*[box(b"free", b"")] * 1_250_000),
        b"".join([box(b"ftyp", b"heic"), *[heic(box(b"free", b""))[12:]] * 100_000]),
        box(b"ftyp", b"heic") + struct.pack(">I4sQ", 1, b"meta", 2**64 - 1) + bytes(1_000_000),
        box(b"ftyp", b"heic") + struct.pack(">I4s", 7, b"free") + bytes(1_000_000),
        nested(5_000),
    ],
)
def test_ten_megabytes_without_an_end_are_not_walked_through(content):
    began = time.monotonic()
    assert read(content) is None
    assert time.monotonic() - began < AT_ONCE_S


def test_what_a_camera_writes_is_within_the_steps():
    segments = b"\xff\xe1\xff\xff" + bytes(65_533)
    content = hostile.lying("JPEG", 30_000, 20_000, before=segments * 150)
    assert read(content) == (30_000, 20_000)
    assert STEPS > 3 * 150
