"""`manage.py devstack`: what `make run`, `dev` and `setup` do once the packages are there."""

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from influmaroc import devservers, env
from influmaroc.stack import lock
from influmaroc.stack.plan import Plan, Refused, pretended_ports, refuse_taken_port
from influmaroc.stack.prepare import prepare, ready_line
from influmaroc.stack.supervisor import Ended, Supervisor


class Command(BaseCommand):
    help = "Run every process of the product on this machine until Ctrl-C (development only)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="tables and demo data, then leave")
        parser.add_argument("--empty", action="store_true", help="no demo people in an empty database")
        parser.add_argument("--reload", action="store_true", help="restart a process when its files change")

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("devstack is for development; docs/production.md says what to run elsewhere.")
        if options["prepare"]:
            prepare(self._say, demo=not options["empty"])
            devservers.stop(only_if_unused=True)
            self._say("Everything is ready. Serve it with: make run")
        else:
            plan = Plan(devservers.state_dir(), env.number("PORT", 8000), reload=options["reload"])
            self._serve(plan, demo=not options["empty"])

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _serve(self, plan: Plan, *, demo: bool) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with lock.Lock(plan.state) as held:
                refuse_taken_port(plan.port)
                self._supervise(plan, held, demo=demo)
        except KeyboardInterrupt:
            self._say("Ended before it was ready.")
        except OperationalError as error:
            raise CommandError(f"The database of DATABASE_URL does not let us in: {error}") from error
        except (lock.AlreadyRunning, Refused, Ended) as error:
            raise CommandError(str(error)) from error
        finally:
            devservers.stop(only_if_unused=True)

    def _supervise(self, plan: Plan, held: lock.Lock, *, demo: bool) -> None:
        """Prepare, start, say that it is ready, stay, and leave nothing behind."""
        ports = pretended_ports()
        (plan.state / "run").mkdir(mode=0o700, exist_ok=True)
        supervisor = Supervisor(
            folder=settings.BASE_DIR,
            logs=plan.state / "logs",
            environment={**os.environ, **plan.front_environment(ports)},
            say=self._say,
        )
        prepare(self._say, demo=demo)
        supervisor.listen()
        try:
            supervisor.start(plan.parts(ports))
            held.record(settings.SITE_URL, [process.popen.pid for process in supervisor.processes])
            if supervisor.wait_until_ready(plan.port):
                self._say(ready_line(settings.SITE_URL, demo=demo))
                supervisor.watch()
            self._say("Ending ...")
        finally:
            supervisor.end()
