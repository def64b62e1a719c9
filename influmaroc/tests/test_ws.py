"""What the websocket server writes by itself is what its library would have written."""

import pytest
from websockets.frames import Frame, Opcode

from influmaroc.ws import text_frame


@pytest.mark.parametrize("length", [0, 1, 125, 126, 1000, 65_535, 65_536, 70_000])
def test_a_text_of_any_length_is_framed_as_the_library_frames_it(length):
    text = ("é" * length).encode()[:length]
    assert text_frame(text) == Frame(Opcode.TEXT, text).serialize(mask=False)
