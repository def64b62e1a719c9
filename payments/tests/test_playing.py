"""Who may play a provider, and where."""

import pytest
from django.core.management import CommandError, call_command

PROVIDERS = ["sandbox_bank", "sandbox_cmi", "sandbox_paypal", "sandbox_stripe"]


@pytest.mark.parametrize("name", PROVIDERS)
def test_outside_development_nobody_plays_a_provider(settings, tmp_path, name):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Only development"):
        call_command(name, port=0, data=tmp_path / "memory")
    assert not (tmp_path / "memory").exists()


def test_the_pretended_stripe_listens_on_this_machine_only(tmp_path):
    with pytest.raises(CommandError, match="only"):
        call_command("sandbox_stripe", port=0, host="0.0.0.0", data=tmp_path / "memory")
    assert not (tmp_path / "memory").exists()
