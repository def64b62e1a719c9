import json
import os
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from files.gateways.workshop.making import Unusable

MB = 1024 * 1024
# Bytes of address space: libraries take a good part of it. Seconds of work, and bytes of one file written.
MEMORY = {"image": 1024 * MB, "video": 2048 * MB, "pdf": 1024 * MB}
WORK_S = {"image": 60, "video": 900, "pdf": 30}
WRITTEN = 300 * MB


def say(**values: Any) -> None:
    """One line to whoever started this."""
    print(json.dumps(values), flush=True)  # noqa: T201 - the other end reads it


def restrain(kind: str) -> None:
    """From here on a bomb hurts only this process."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY[kind], MEMORY[kind]))
    resource.setrlimit(resource.RLIMIT_CPU, (WORK_S[kind], WORK_S[kind]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(kind: str, source: str, folder: str) -> None:
    """Make what a kind of file is shown as; say how it ended."""
    restrain(kind)
    make: Callable[..., dict[str, Any]] = import_module(f"files.gateways.workshop.{kind}s").make
    try:
        say(**make(Path(source), Path(folder), progress=lambda percent: say(progress=percent)))
    except Unusable as unusable:
        say(refused=unusable.code)
    except MemoryError:
        say(refused="too_heavy")


if __name__ == "__main__":
    main(*sys.argv[1:])
