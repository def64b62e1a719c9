"""`python -m influmaroc.stack stop`: end a running stack and the embedded servers of this folder."""

import sys

from influmaroc import devservers
from influmaroc.stack import lock


def main(words: list[str]) -> int:
    """Stop is all it can do; starting is manage.py devstack."""
    if words != ["stop"]:
        sys.stdout.write(f"{__doc__}\n")
        return 2
    was_running = lock.stop(devservers.state_dir(), seconds=30)
    devservers.stop()
    sys.stdout.write("Stopped.\n" if was_running else "Nothing was being served; the servers are down.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
