import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from scripts.check import PRODUCTION


def start(**environment):
    command = [sys.executable, "manage.py", "check"]
    surroundings = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(
        command, env=surroundings, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", sorted(PRODUCTION.keys() - {"DJANGO_SETTINGS_MODULE"}))
def test_production_does_not_start_without(name):
    done = start(**{**PRODUCTION, name: ""})
    assert done.returncode == 1
    assert done.stderr.startswith(f"InfluMaroc cannot start: {name}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("provider", ["ses", "sendgrid"])
def test_no_provider_abroad_without_leave(provider):
    done = start(**PRODUCTION, EMAIL_PROVIDER=provider)
    assert done.returncode == 1
    assert "ALLOW_FOREIGN_TRANSFER=yes" in done.stderr


@pytest.mark.parametrize(
    ("provider", "missing"),
    [("ses", "SES_REGION"), ("sendgrid", "SENDGRID_API_KEY"), ("pigeon", "EMAIL_PROVIDER")],
)
def test_a_provider_that_is_not_set_up_says_what_is_missing(provider, missing):
    done = start(**PRODUCTION, EMAIL_PROVIDER=provider, ALLOW_FOREIGN_TRANSFER="yes")
    assert done.returncode == 1
    assert done.stderr.startswith(f"InfluMaroc cannot start: {missing}")


def test_the_stack_of_development_stays_there(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="for development"):
        call_command("devstack")
