"""What is done to a photo before anybody sees it."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kit.pictures import MAX_BYTES, PictureRefused, draw, picture_url

SCRIPT = b"<script>alert(1)</script>"


def photo(form="JPEG", size=(400, 300), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, "teal").save(file, form, **options)
    return file.getvalue()


def sent(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def refused(content, name="photo.jpg"):
    with pytest.raises(PictureRefused) as no:
        draw(sent(content, name))
    return no.value


def forged_png(width, height):
    """A header that promises far more pixels than the file has bytes."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return head + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")]
)
def test_each_kind_becomes_two_webp_squares(form, mode):
    for size, content in draw(sent(photo(form, mode=mode))).items():
        image = Image.open(io.BytesIO(content))
        assert (image.format, image.size) == ("WEBP", (size, size))


def test_where_and_with_what_a_photo_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker-7", 6
    exif.get_ifd(0x8825)[2] = (33.0, 34.0, 12.0)
    content = photo(exif=exif, comment=b"secret-note")
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    for drawn in draw(sent(content)).values():
        image = Image.open(io.BytesIO(drawn))
        assert dict(image.getexif()) == {}
        assert not {b"Maker-7", b"secret-note", b"EXIF", b"XMP "} & {
            word for word in (b"Maker-7", b"secret-note", b"EXIF", b"XMP ") if word in drawn
        }


def test_a_photo_lies_the_way_it_was_held():
    image = Image.new("RGB", (400, 400), "black")
    image.paste("white", (0, 0, 400, 200))
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 3
    image.save(file, "JPEG", exif=exif)
    drawn = Image.open(io.BytesIO(draw(sent(file.getvalue()))[128]))
    assert drawn.getpixel((64, 10))[0] < 30
    assert drawn.getpixel((64, 118))[0] > 225


@pytest.mark.parametrize("tail", [SCRIPT, b"PK\x03\x04 a zip", b"GIF89a"])
def test_a_second_file_behind_the_pixels_does_not_survive(tail):
    for drawn in draw(sent(photo() + tail)).values():
        assert tail not in drawn


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
        b"<html>" + SCRIPT,
        b"GIF89a" + SCRIPT,
        photo("GIF"),
        photo("TIFF"),
        photo("BMP"),
        photo("PDF"),
        photo()[:200],
        b"\xff\xd8\xff\xe0" + SCRIPT,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(content):
    assert refused(content).code == "picture_refused"


@pytest.mark.parametrize("side", [5001, 20_000, 60_000])
def test_too_many_pixels_are_refused_before_they_are_unpacked(side):
    assert refused(forged_png(side, side)).status == 400


def test_a_real_bomb_is_refused_quickly():
    bomb = photo("PNG", (6000, 5000), "1")
    assert len(bomb) < 20_000
    assert "25" in str(refused(bomb).detail)


def test_too_large_and_too_small_are_told_apart():
    assert "5" in str(refused(photo() + b"\0" * MAX_BYTES).detail)
    assert "96" in str(refused(photo(size=(400, 40))).detail)


def test_addresses_of_drawings_and_of_photos():
    assert picture_url("p-imane").endswith("/img/p-imane.svg")
    assert picture_url("u/" + "0" * 32, 128) == f"/media/u/{'0' * 32}-128.webp"
    assert picture_url("u/../../etc/passwd").endswith(".svg")
    assert picture_url("") == ""
