"""Other networks can take the site over: outside the seed nothing knows the spaces of this one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings

from coffee.home.seed.reading import read

if TYPE_CHECKING:
    from pathlib import Path

ROOT: Path = settings.BASE_DIR
FOLDERS = ["blog", "coffee", "coworkers", "events", "newsletter", "spaces", "templates", "static"]
SEEDS = re.compile(r"/seed/|/seed_\w+\.py$|/migrations/")


def test_no_code_no_template_and_no_style_names_a_space() -> None:
    slugs = [partner["slug"] for partner in read("network.yaml")["partners"]]
    quoted = re.compile("|".join(rf"""["'/=]{re.escape(slug)}["'/]""" for slug in slugs))
    found = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).glob("**/*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix not in {".py", ".html", ".txt", ".css", ".js", ".xml"} or SEEDS.search(
                name
            ):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if quoted.search(line):
                    found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)
