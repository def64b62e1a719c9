"""Chromium for the browser tests: the machine's own, or Debian's package when we may install it."""

import os
import shutil

from scripts.place import call, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure() -> str:
    """Path of a Chromium, "" when there is none (the browser tests then skip themselves)."""
    found = find()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium for the browser tests ...")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        call("apt-get", "update", "-qq", **quiet)
        call("apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium", **quiet)
        found = find()
    if not found:
        say("No Chromium: the browser tests are skipped. Install `chromium`, or set CHROMIUM to one.")
    return found


def find() -> str:
    """Path of the first Chromium in reach: CHROMIUM, or one of the usual names."""
    named = os.environ.get("CHROMIUM", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")
