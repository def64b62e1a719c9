"""What the commands that play a provider share: in development only, and until they are told to end."""

import signal
import tempfile
import threading
from argparse import ArgumentParser
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

Options = dict[str, Any]


class Play(BaseCommand):
    """Subclasses name whom they play and build the server. Ctrl-C or SIGTERM ends it."""

    requires_system_checks: list[str] = []
    plays = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--data", type=Path, default=None, help="folder of its memory; a new one by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only development plays a provider.")
        server = self.make_server(options)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
        self.stdout.write(f"{self.plays} ready on http://{options['host']}:{server.server_address[1]}")
        self.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.2)
        finally:
            server.server_close()

    def make_server(self, options: Options) -> ThreadingHTTPServer:
        """The provider, listening. Raises CommandError when the settings are not for playing."""
        raise NotImplementedError

    @staticmethod
    def place(options: Options) -> Path:
        """Where it keeps its memory."""
        return options["data"] or Path(tempfile.mkdtemp(prefix="sandbox-"))
