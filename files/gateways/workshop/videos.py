"""Videos: played through once and recorded again as H.264 and AAC in an MP4 that starts at once; a poster.

Only pictures and sound are taken over: titles, places, subtitles and attachments stay behind.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError
from av.filter import Graph

from files.gateways.workshop.making import Unusable, made, save, shrunk

SHORT_SIDE = 720
MAX_PIXELS = 4096 * 2304
MAX_LENGTH_S = 15 * 60
MAX_RATE = 30
POSTER_AT_S, POSTER_WIDTH = 1.0, 960
CLOCK = 90_000  # ticks a second, of what we record
SOUND_RATE = 48_000
OPEN = {"format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm", "protocol_whitelist": "file"}
RECORD = {"movflags": "+faststart", "fflags": "+bitexact"}
X264 = {"preset": "veryfast", "crf": "24", "threads": "2"}
TURNS = {90: ["cclock"], 180: ["clock", "clock"], 270: ["clock"]}  # against the clock, as players read it


def make(source: Path, folder: Path, progress: Callable[[int], None]) -> dict[str, Any]:
    """Raises Unusable."""
    try:
        with av.open(str(source), options=OPEN) as given:
            recorder = Recorder(given, folder, progress)
            recorder.run()
    except (FFmpegError, ValueError, IndexError) as error:
        raise Unusable("file_broken") from error
    if not recorder.size:
        raise Unusable("file_broken")
    mp4 = made(folder / "mp4", "video/mp4", recorder.size)
    width, height = recorder.size
    length = {"duration_ms": round(recorder.at_s * 1000)}
    return {"made": [mp4, recorder.poster], "width": width, "height": height, **length}


class Recorder:
    """One video from its first packet to its last."""

    def __init__(self, given: Any, folder: Path, progress: Callable[[int], None]) -> None:
        if not given.streams.video:
            raise Unusable("file_broken")
        self.given, self.folder, self.progress = given, folder, progress
        self.pictures = given.streams.video[0]
        self.sounds = given.streams.audio[0] if given.streams.audio else None
        self.length_s = float(given.duration or 0) / av.time_base
        if self.length_s > MAX_LENGTH_S or self.pictures.width * self.pictures.height > MAX_PIXELS:
            raise Unusable("too_heavy")
        self.size: tuple[int, int] | None = None
        self.at_s, self.last_s, self.told = 0.0, -1.0, 0
        self.n_read = 0  # bytes of the source
        self.poster: dict[str, Any] = {}
        self.kept: Any = None  # the picture for the poster
        self.early: list[Any] = []

    def run(self) -> None:
        """Decode, turn, shrink, encode; a pair of streams at a time."""
        with av.open(str(self.folder / "mp4"), "w", format="mp4", options=RECORD) as tape:
            picture = tape.add_stream("libx264", rate=MAX_RATE, options=X264)
            picture.codec_context.time_base = Fraction(1, CLOCK)
            sound = self._sound(tape)
            for frame in self._frames():
                if isinstance(frame, av.VideoFrame):
                    self._record(tape, picture, frame)
                elif sound:
                    self._hear(tape, sound, frame)
            if sound and self.size:
                self._hear(tape, sound, None)
                self._mux(tape, sound, [None])
            if self.size:
                self._mux(tape, picture, [None])
        self._draw_poster()

    def _sound(self, tape: Any) -> Any:
        if self.sounds is None:
            return None
        stream = tape.add_stream("aac", rate=SOUND_RATE, layout="stereo", bit_rate=128_000)
        self.resampler = av.AudioResampler("fltp", "stereo", SOUND_RATE, 1024)
        return stream

    def _frames(self) -> Iterator[Any]:
        wanted = [stream for stream in (self.pictures, self.sounds) if stream is not None]
        self.pictures.thread_type = "AUTO"
        for packet in self.given.demux(*wanted):
            self.n_read = max(self.n_read, packet.pos or 0)
            yield from packet.decode()

    def _record(self, tape: Any, stream: Any, frame: Any) -> None:
        now_s = float(frame.time or 0)
        if now_s > MAX_LENGTH_S:
            raise Unusable("too_heavy")
        self.at_s = max(self.at_s, now_s)
        if self.last_s >= 0 and now_s - self.last_s < 0.9 / MAX_RATE:
            return
        self.last_s = now_s
        shown = self._shown(frame)
        if self.size is None:
            self.size = stream.width, stream.height = shown.width, shown.height
            stream.pix_fmt = "yuv420p"
        shown.pts, shown.time_base, shown.pict_type = round(now_s * CLOCK), Fraction(1, CLOCK), 0
        self._mux(tape, stream, [shown])
        if self.kept is None or now_s <= POSTER_AT_S:
            self.kept = shown
        self._tell()

    def _hear(self, tape: Any, stream: Any, frame: Any) -> None:
        """Sound waits for the first picture: the tape begins with the size of that."""
        self.early.append(frame)
        if self.size:
            for one in self.early:
                self._mux(tape, stream, self.resampler.resample(one))
            self.early.clear()

    def _shown(self, frame: Any) -> Any:
        """The right way up, no larger than 720 lines, in the colours that every player knows."""
        if not hasattr(self, "graph"):
            self.graph = _graph(self.pictures, frame)
        self.graph.push(frame)
        return self.graph.pull()

    def _mux(self, tape: Any, stream: Any, frames: list[Any]) -> None:
        for frame in frames:
            tape.mux(stream.encode(frame))

    def _tell(self) -> None:
        """By the time played; of what does not say how long it is (browsers record so) by the bytes read."""
        share = self.at_s / self.length_s if self.length_s else self.n_read / max(1, self.given.size)
        percent = min(99, int(100 * share))
        if percent >= self.told + 5:
            self.told = percent
            self.progress(percent)

    def _draw_poster(self) -> None:
        if self.kept is not None:
            image = shrunk(self.kept.to_image().convert("RGB"), POSTER_WIDTH)
            self.poster = save(image, self.folder / "poster", "WEBP", quality=80, method=4)


def _graph(stream: Any, frame: Any) -> Graph:
    """From the source's pictures to ours."""
    graph = Graph()
    turns = TURNS.get(round(frame.rotation) % 360, [])
    chain = [graph.add_buffer(template=stream)]
    chain += [graph.add("transpose", turn) for turn in turns]
    chain += [graph.add("scale", _scaled(frame)), graph.add("format", "yuv420p"), graph.add("buffersink")]
    graph.link_nodes(*chain).configure()
    return graph


def _scaled(frame: Any) -> str:
    """The short side at most 720, both even."""
    share = min(1.0, SHORT_SIDE / min(frame.width, frame.height))
    return f"trunc(iw*{share:.6f}/2)*2:trunc(ih*{share:.6f}/2)*2"
