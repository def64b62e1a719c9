"""What a database and a language need before the first request: tables, catalogues, demo people."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connections

DEMO_LOGINS = tuple(f"{who}@demo.influmaroc.test" for who in ("brand", "creator", "staff"))
DEMO_CHECKER = "caisse@demo.influmaroc.test"  # the second of staff, with the same password and app
DEMO_TOTP_SECRET = "INFLUMAROCDEMO23INFLUMAROCDEMO23"  # noqa: S105 - the app of the demo's staff
DEMO_PASSWORD = "Demo-2026-maroc!"  # noqa: S105 - printed for everybody; seed_demo refuses it outside development


def prepare(say: Callable[[str], None], *, demo: bool) -> None:
    """Catalogues compiled, tables and staff groups up to date; with `demo`, an empty database filled."""
    if "messages" in get_commands():
        call_command("messages", compile_only=True, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("staff_groups", verbosity=0)
    if demo and not get_user_model().objects.exists():
        say("The database is empty: adding the demo ...")
        call_command("seed_demo", seed=7, scale="small")
    connections.close_all()


def ready_line(url: str, *, demo: bool) -> str:
    """The one line a newcomer waits for."""
    if not demo:
        return f"InfluMaroc is ready: {url}"
    logins = ", ".join(DEMO_LOGINS)
    return (
        f"InfluMaroc is ready: {url}  (log in as {logins}; password {DEMO_PASSWORD}; staff also need a code, "
        "which their login page shows in the demo)"
    )
