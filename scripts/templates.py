"""Every template compiles, and every page it links to by name exists. Run by `make check`."""

import os
import re
import sys
from collections.abc import Iterator

import django
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from scripts.measure.sources import listed
from scripts.place import ROOT, say

LINK = re.compile(r"""{%-?\s*url\s+["']([\w:-]+)["']""")


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Every name that {% url %} knows, with its namespace."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def faults() -> list[str]:
    """What is wrong with the project's templates."""
    known, found = set(names(get_resolver())), []
    for path in listed("templates/*.html"):
        try:
            get_template(str(path.relative_to("templates")))
        except TemplateSyntaxError as error:
            found.append(f"{path}: {error}")
        text = (ROOT / path).read_text(encoding="utf-8")
        found += [f"{path}: no page is called {name}" for name in LINK.findall(text) if name not in known]
    return found


def main() -> int:
    """Print the faults; 1 when there are any."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.test")
    django.setup()
    wrong = faults()
    for fault in wrong:
        say(fault)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
