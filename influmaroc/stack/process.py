"""One program of the stack: started in a process group of its own, its words in a log file."""

import contextlib
import os
import re
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

ALARM = re.compile(r"\b(ERROR|CRITICAL)\b|\"level\":\"error\"|^[\w.]+(Error|Exception)\b")


@dataclass(frozen=True)
class Part:
    """What to start, and the Unix socket that must answer before it counts as started."""

    name: str
    command: tuple[str, ...]
    socket: Path | None = None


class Process:
    """A running Part."""

    def __init__(self, part: Part, *, log: Path, environment: dict[str, str], folder: Path) -> None:
        self.part = part
        self.log = log
        self._read_to = 0
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        if part.socket:
            part.socket.unlink(missing_ok=True)
        with log.open("wb") as out:
            self.popen = subprocess.Popen(
                part.command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.popen.poll()

    def answers(self) -> bool:
        """Does its socket accept a connection? True for a part that has none."""
        if self.part.socket is None:
            return True
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(self.part.socket))
            return True
        return False

    def signal(self, number: signal.Signals, *, group: bool = False) -> None:
        """Send a signal to the program, or to it and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            if group:
                os.killpg(self.popen.pid, number)
            else:
                self.popen.send_signal(number)

    def alarms(self) -> list[str]:
        """Lines of the log that speak of an error, since the last time asked."""
        with self.log.open("rb") as log:
            log.seek(self._read_to)
            text = log.read()
        whole = text[: text.rfind(b"\n") + 1]
        self._read_to += len(whole)
        lines = whole.decode("utf-8", errors="replace").splitlines()
        return list(dict.fromkeys(line for line in lines if ALARM.search(line)))

    def last_words(self, n_lines: int = 12) -> str:
        """The end of the log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-n_lines:])
