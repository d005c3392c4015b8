"""A third language is one line in the settings: no other code may name the first two."""

import re
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
NAMED = re.compile(r"""_fr\b|_nl\b|["'](?:fr|nl)["']""")
OWN = ["blog", "coffee", "coworkers", "events", "newsletter", "spaces", "templates"]
# Where languages are data, or are what the module is about.
ALLOWED = re.compile(
    r"^coffee/settings/|^coffee/core/(text|typography)\.py$|/seed/|/seed_\w+\.py$|/data/"
    # The languages that people speak, and Friday.
    r"|/migrations/|^events/choices\.py$"
)


def test_no_code_and_no_template_names_a_language() -> None:
    named = []
    for folder in OWN:
        for path in sorted((ROOT / folder).glob("**/*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix not in {".py", ".html", ".txt", ".xml"} or ALLOWED.search(name):
                continue
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                if NAMED.search(line):
                    named.append(f"{name}:{number}: {line.strip()}")
    assert not named, "\n".join(named)
