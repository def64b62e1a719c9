"""What the websocket server reads and writes by itself is what its library would read and write."""

import asyncio
import base64
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uvicorn import Config
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from influmaroc.ws import Protocol, text_frame
from kit.socket import LINE

KEY = base64.b64encode(b"sixteen letters!")
HANDSHAKE = (
    b"GET /ws/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + b"\r\n\r\n"
)
LARGEST = 1000
texts = st.text(max_size=70) | st.integers(60, 200).map("é".__mul__)
Message = list[Frame]


def frame(opcode: Opcode, words: bytes, *, fin: bool = True) -> Frame:
    return Frame(opcode, words, fin=fin)


def in_pieces(words: bytes) -> Message:
    """A message in three frames, with a pong between them."""
    third = len(words) // 3
    return [
        frame(Opcode.TEXT, words[:third], fin=False),
        frame(Opcode.PONG, b"?"),
        frame(Opcode.CONT, words[third : 2 * third], fin=False),
        frame(Opcode.CONT, words[2 * third :]),
    ]


whole = texts.map(lambda words: [frame(Opcode.TEXT, words.encode())])
split = texts.map(lambda words: in_pieces(words.encode()))
binary = st.binary(max_size=70).map(lambda words: [frame(Opcode.BINARY, words)])
pong = st.just([frame(Opcode.PONG, b"")])
messages = st.lists(whole | split | binary | pong, max_size=6)


class Wire(asyncio.Transport):
    """The other end of the line: what is written stays here."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.is_over = b"", False

    def write(self, data: bytes) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.is_over

    def close(self) -> None:
        self.is_over = True

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass


async def fed(*pieces: bytes) -> tuple[list[bytes | None], bytes]:
    """What an application hears of these pieces, and what was written after the handshake."""
    over, heard = asyncio.Event(), []

    async def application(scope: dict, receive: Callable, send: Callable) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][LINE]["socket"].listen(heard.append, over.set)
        await over.wait()

    config = Config(application, ws_max_size=LARGEST, ws_per_message_deflate=False, log_config=None)
    line, wire = Protocol(config, ServerState(), {}), Wire()
    line.connection_made(wire)
    line.data_received(HANDSHAKE)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    n_before = len(wire.written)
    for piece in pieces:
        if not wire.is_over:
            line.data_received(piece)
    line.connection_lost(None)
    await asyncio.sleep(0)
    return heard, wire.written[n_before:]


def expected(said: list[Message]) -> list[bytes | None]:
    heard = []
    for frames in said:
        words = b"".join(one.data for one in frames if one.opcode is not Opcode.PONG)
        if frames[0].opcode is not Opcode.PONG:
            heard.append(words if frames[0].opcode is Opcode.TEXT else None)
    return heard


@given(messages, st.lists(st.integers(0, 2000), max_size=8))
def test_whatever_is_said_is_heard_however_it_was_cut_on_the_way(said, cuts):
    sent = b"".join(one.serialize(mask=True) for frames in said for one in frames)
    places = [0, *sorted(cut for cut in cuts if cut < len(sent)), len(sent)]
    pieces = [sent[here:there] for here, there in pairwise(places)]
    assert asyncio.run(fed(*pieces)) == (expected(said), b"")


def test_words_that_look_like_a_frame_stay_words():
    seeming = b"\x81\x81\0\0\0\0a"
    words = b"x" * 200 + seeming
    start = b"\x81\xfe" + len(words).to_bytes(2, "big") + b"\0\0\0\0" + words[:200]
    short = b"\x81" + bytes([0x80 + len(seeming) + 1]) + b"\0\0\0\0"
    heard, _written = asyncio.run(fed(start, seeming, short + b"y", seeming))
    assert heard == [words, b"y" + seeming]


def test_nothing_is_heard_after_the_goodbye_of_the_other_side():
    said = [frame(Opcode.TEXT, b"a"), frame(Opcode.CLOSE, b"\x03\xe8"), frame(Opcode.TEXT, b"b")]
    heard, _written = asyncio.run(fed(b"".join(one.serialize(mask=True) for one in said)))
    assert heard == [b"a"]


WRONG = {
    "a text that is too long": (Frame(Opcode.TEXT, b"x" * (LARGEST + 1)).serialize(mask=True), 1009),
    "a text within a message": (
        Frame(Opcode.TEXT, b"a", fin=False).serialize(mask=True)
        + Frame(Opcode.TEXT, b"b").serialize(mask=True),
        1002,
    ),
    "a piece of nothing": (Frame(Opcode.CONT, b"a").serialize(mask=True), 1002),
    "an extension nobody agreed to": (b"\xc1\x81\0\0\0\0a", 1002),
    "words that are not masked": (Frame(Opcode.TEXT, b"abcdef").serialize(mask=False), 1002),
    "a frame of no known kind": (b"\x83\x81\0\0\0\0a", 1002),
}


@pytest.mark.parametrize(("wrong", "code"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("by_byte", [False, True])
def test_what_breaks_the_rules_ends_the_line_and_is_not_heard(wrong, code, by_byte):
    before, after = (Frame(Opcode.TEXT, words).serialize(mask=True) for words in (b"before", b"after"))
    sent = before + wrong + after
    pieces = [sent[n : n + 1] for n in range(len(sent))] if by_byte else [before, wrong, after]
    heard, written = asyncio.run(fed(*pieces))
    assert heard == [b"before"]
    assert (written[0], int.from_bytes(written[2:4], "big")) == (0x88, code)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 1000, 65_535, 65_536, 70_000])
def test_a_text_of_any_length_is_framed_as_the_library_frames_it(length):
    text = ("é" * length).encode()[:length]
    assert text_frame(text) == Frame(Opcode.TEXT, text).serialize(mask=False)
