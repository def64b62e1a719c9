"""Small files, good ones and bad ones, made on the spot."""

import base64
import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PAYLOAD = b"<script>fetch('/api/users/profile')</script>"
HTML = b"<!doctype html><script>document.title = 1</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script></svg>"
XXE = (
    b"<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>"
)
MVG = b"push graphic-context\nviewbox 0 0 1 1\nfill 'url(http://127.0.0.1:9/x)'\npop graphic-context\n"
CAMERA = "SECRET-CAMERA"
# 64 x 48 pixels as an iPhone writes them, with the camera's name: nothing here writes HEIC.
HEIC = base64.b64decode(
    b"AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    b"ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAADQAAgAAAAACFgABAAAAAAAAAD4AAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    b"AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    b"kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    b"5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    b"cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    b"ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAem1kYXQAAAAwKAGvGYDvVqHXdmScj7c6OPOec4OJLXhAEeGE9dmQR4VKR8yb/aDY"
    b"lcGj+bIBcr+AAAAABkV4aWYAAE1NACoAAAAIAAIBDwACAAAADgAAACYBEgADAAAAAQAGAAAAAAAAU0VDUkVULUNBTUVSQQA="
)


def picture(size: tuple[int, int] = (640, 480), form: str = "PNG", **options: Any) -> bytes:
    box = io.BytesIO()
    gradient = Image.linear_gradient("L").resize(size)
    Image.merge("RGB", [gradient, gradient.rotate(90), gradient]).save(box, form, **options)
    return box.getvalue()


def located(size: tuple[int, int] = (640, 480)) -> bytes:
    """A photo that says where it was taken, by which camera, turned on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CAMERA, 6
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (33.0, 35.0, 17.0), "W", (7.0, 36.0, 40.0)
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CAMERA}</x:xmpmeta>".encode()
    return picture(size, "JPEG", exif=exif, xmp=xmp, comment=CAMERA)


def claimed(width: int, height: int, rows: int | None = None) -> bytes:
    """A PNG of one bit a pixel and any size; `rows` fewer than it claims."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer, row = zlib.compressobj(9), b"\0" * (1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _number in range(height if rows is None else rows))
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", data + packer.flush()) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def lying(form: str, width: int, height: int, before: bytes = b"") -> bytes:
    """A small picture whose header says that it is large. In a JPEG `before` stands in front of that."""
    if form == "JPEG":
        said, place = picture((64, 48), "JPEG"), b"\xff\xc0"
        at = said.index(place) + 5
        return said[:2] + before + said[2:at] + struct.pack(">HH", height, width) + said[at + 4 :]
    if form == "WEBP":
        said = picture((64, 48), "WEBP", exif=b"Exif\0\0MM")
        sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        return said[:24] + sides + said[30:]
    said = HEIC if form == "HEIC" else picture((64, 48), "AVIF")
    at = said.index(b"ispe") + 8
    return said[:at] + struct.pack(">II", width, height) + said[at + 8 :]


def huge(form: str) -> bytes:
    """One colour on 65 million pixels, which are few bytes."""
    box = io.BytesIO()
    Image.new("L" if form == "JPEG" else "RGB", (16_001, 4_100)).save(box, form, quality=1, method=0)
    return box.getvalue()


def zipped(name: str = "x.html", content: bytes = PAYLOAD) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return box.getvalue()


def pdf(text: str = "Contrat") -> bytes:
    """One page, A5, with a line of text."""
    drawing = f"BT /F1 24 Tf 40 300 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    box, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(box))
        box += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(box)
    box += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % one for one in places)
    box += b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(box)
