"""The same guards against real sockets, in a network where every inside address has a canary."""

import json
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from kit.tests.canary import INSIDE, OTHER, PUBLIC

APART = ["unshare", "-n", "-m"]


def may_unshare() -> bool:
    tools = all(map(shutil.which, ("unshare", "ip", "mount")))
    return tools and subprocess.run([*APART, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not may_unshare(), reason="needs a network namespace of its own")
def test_no_canary_inside_is_touched():
    command = [*APART, sys.executable, "-m", "kit.tests.canary"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=settings.BASE_DIR, timeout=60, check=True
    )
    seen = json.loads(done.stdout)
    assert seen["hits"].pop(OTHER) == 1  # the canaries live
    assert set(seen["hits"]) == {PUBLIC}
    reached = {host for host, kind in seen["became"].items() if kind in {"tls", "protocol"}}
    assert reached == {"fine.example.ma", "rebind.example.ma"}
    assert {seen["became"][host] for host in ("mixed.example.ma", "loop.example.ma", *INSIDE)} == {"address"}
