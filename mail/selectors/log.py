"""What became of letters, for whoever owed them."""

from collections.abc import Iterable

from mail.models import Letter


def letters_by_key(keys: Iterable[str]) -> dict[str, Letter]:
    """Those that are still on file. One query, none for no keys."""
    wanted = [key for key in keys if key]
    rows = Letter.objects.filter(key__in=wanted).defer("data", "sealed") if wanted else []
    return {letter.key: letter for letter in rows}
