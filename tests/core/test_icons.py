"""Every icon that a template or a choice names exists: an unknown name would be an error while rendering."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

import pytest
from lucide import IconDoesNotExist

from coffee.core.icons import icon_svg

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"""{%\s*icon\s+["']([\w-]+)["']""")


def names() -> set[str]:
    files = [*ROOT.glob("templates/**/*"), *ROOT.glob("*/templates/**/*")]
    return {
        name
        for path in files
        if path.suffix in {".html", ".svg", ".txt"}
        for name in NAMED.findall(path.read_text())
    }


def test_the_templates_name_icons() -> None:
    assert {"check", "menu", "triangle-alert"} <= names()


@pytest.mark.parametrize("name", sorted(names()))
def test_every_icon_of_the_templates_exists(name: str) -> None:
    svg = icon_svg(name)
    assert svg.startswith('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><')
    assert svg.endswith("></svg>")


def test_an_icon_carries_no_size_no_style_and_no_line_break() -> None:
    svg = icon_svg("check")
    assert "width" not in svg
    assert "style" not in svg
    assert "\n" not in svg


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(IconDoesNotExist):
        icon_svg("no-such-icon")
