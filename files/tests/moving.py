"""Videos for the tests, recorded on the spot."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

PLACE = "+33.5883-007.6111/"


def video(path: Path, *, seconds: float = 1, size: tuple[int, int] = (320, 180), **kind: Any) -> Path:
    """A moving square with a hum, that says where it was taken."""
    form, codec = kind.get("form", "mp4"), kind.get("codec", "libx264")
    with av.open(str(path), "w", format=form, options={"movflags": "use_metadata_tags"}) as tape:
        tape.metadata.update(
            {"location": PLACE, "com.apple.quicktime.location.ISO6709": PLACE, "title": PLACE}
        )
        stream = tape.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(round(seconds * 10)):
            image = Image.new("RGB", size, "teal")
            image.paste("white", (number * 4, 40, number * 4 + 60, 100))
            frame = av.VideoFrame.from_image(image)
            frame.pts, frame.time_base = number, Fraction(1, 10)
            tape.mux(stream.encode(frame))
        tape.mux(stream.encode(None))
    return path
