"""Keep the three message catalogues: collect, merge the inbox, compile, check."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kit import catalogue
from kit.extraction import sentences


class Command(BaseCommand):
    """`messages` collects and merges; `--compile-only` makes the .mo files; `--check` what is missing."""

    help = (
        "Collect sentences into locale/*/LC_MESSAGES/django.po, merge locale/parts/*.json, compile .mo files."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--compile-only", action="store_true", help="only make the .mo files")
        parser.add_argument("--check", action="store_true", help="exit 1 when a language is not complete")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        if options["check"]:
            self._check(root)
            return
        if not options["compile_only"]:
            self._collect(root)
        for language in catalogue.LANGUAGES:
            catalogue.compile_catalogue(root, language)

    def _collect(self, root: Path) -> None:
        found = sentences(root)
        parts, clashes = catalogue.read_parts(root)
        for clash in clashes:
            self.stderr.write(clash)
        for language in catalogue.LANGUAGES:
            old, _fuzzy = catalogue.read(root, language)
            words = catalogue.merged(found, old, parts.get(language, {}), language)
            catalogue.write(root, language, found, words)
            missing = sum(not all(forms) for forms in words.values())
            self.stdout.write(f"{language}: {len(words)} sentences, {missing} without words")

    def _check(self, root: Path) -> None:
        found = sentences(root)
        faults: list[catalogue.Fault] = []
        for language in catalogue.LANGUAGES:
            words, fuzzy = catalogue.read(root, language)
            faults += catalogue.faults(found, words, fuzzy, language)
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            raise CommandError(f"{len(faults)} messages need a look.")
        self.stdout.write(f"{len(found)} sentences, complete in {', '.join(catalogue.LANGUAGES)}.")
