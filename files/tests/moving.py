"""Videos for the tests, recorded on the spot."""

import math
from array import array
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

RATE = 48_000
PLACE = "+33.5883-007.6111/"


def video(path: Path, *, seconds: float = 1, size: tuple[int, int] = (320, 180), **kind: Any) -> Path:
    """A moving square with a hum, that says where it was taken."""
    form, codec = kind.get("form", "mp4"), kind.get("codec", "libx264")
    options = {"movflags": "use_metadata_tags"} if form != "webm" else kind.get("container", {})
    with av.open(str(path), "w", format=form, options=options) as tape:
        tape.metadata.update(
            {"location": PLACE, "com.apple.quicktime.location.ISO6709": PLACE, "title": PLACE}
        )
        stream = tape.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        hum = tape.add_stream("libopus" if form == "webm" else "aac", rate=RATE, layout="mono")
        for number in range(round(seconds * 10)):
            image = Image.new("RGB", size, "teal")
            image.paste("white", (number * 4, 40, number * 4 + 60, 100))
            frame = av.VideoFrame.from_image(image)
            frame.pts, frame.time_base = number, Fraction(1, 10)
            tape.mux(stream.encode(frame))
            tape.mux(hum.encode(_hummed(number, hum.codec_context.format.name)))
        tape.mux([*stream.encode(None), *hum.encode(None)])
    return path


def _hummed(number: int, form: str) -> Any:
    """A tenth of a second."""
    n_all = RATE // 10
    wave = [0.5 * math.sin(2 * math.pi * 220 * (number * n_all + one) / RATE) for one in range(n_all)]
    is_whole = form.startswith("s16")
    values = array("h", [round(one * 32_767) for one in wave]) if is_whole else array("f", wave)
    frame = av.AudioFrame(format=form, layout="mono", samples=n_all)
    frame.planes[0].update(values.tobytes())
    frame.sample_rate, frame.pts, frame.time_base = RATE, number * n_all, Fraction(1, RATE)
    return frame
