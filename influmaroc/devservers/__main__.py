"""`python -m influmaroc.devservers [start | stop [--if-unused]]`."""

import sys

from influmaroc.devservers import provide, state_dir, stop


def main(words: list[str]) -> int:
    """Start (the default) or stop the servers of this project."""
    if words[:1] == ["stop"]:
        ended = stop(only_if_unused="--if-unused" in words)
        sys.stdout.write("stopped\n" if ended else "still in use\n")
        return 0
    provide()
    sys.stdout.write(f"PostgreSQL and Valkey answer in {state_dir()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
