"""Every pair of colours that carries text is strong enough, in light and in dark; a new accent is checked at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

import pytest

from spaces.models.pages import ACCENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

CSS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
ROAST, WHITE, INK = "#2a1820", "#fff", "#22151b"
ACCENT = re.compile(r'\[data-accent="(\w+)"\] {([^}]*)}')
ONE = re.compile(r"--([\w-]+): (#\w+)")
TWO = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)")

Token = tuple[str, str]


class Pair(NamedTuple):
    """Text on its ground, and the contrast it needs."""

    name: str
    text: str
    ground: str
    needed: float


def luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def tokens(block: str) -> dict[str, Token]:
    """Each colour of a rule in light and in dark."""
    plain = {name: (value, value) for name, value in ONE.findall(block)}
    return plain | {name: (light, dark) for name, light, dark in TWO.findall(block)}


BASE = tokens(CSS[CSS.index(":root {") : CSS.index(":root[data-theme")])
PALETTES = {name: tokens(block) for name, block in ACCENT.findall(CSS)}


def neutral_pairs() -> Iterator[Pair]:
    for side, scheme in enumerate(("light", "dark")):
        for ground in ("bg", "surface", "sunken"):
            yield Pair(f"{scheme} ink on {ground}", BASE["ink"][side], BASE[ground][side], 7)
            yield Pair(f"{scheme} muted on {ground}", BASE["muted"][side], BASE[ground][side], 4.5)
        yield Pair(f"{scheme} button", BASE["btn-ink"][side], BASE["btn"][side], 7)
        yield Pair(f"{scheme} edge", BASE["control"][side], BASE["surface"][side], 3)
        for name in ("ok", "danger"):
            yield Pair(f"{scheme} {name}", BASE[name][side], BASE["sunken"][side], 4.5)
    for name in ("crema", "glow"):
        yield Pair(f"{name} on roast", BASE[name][0], ROAST, 4.5)


def accent_pairs() -> Iterator[Pair]:
    for name, palette in PALETTES.items():
        light, dark = palette["p"]
        yield Pair(f"{name} on white", light, WHITE, 6)
        yield Pair(f"{name} on the page", light, BASE["bg"][0], 4.5)
        yield Pair(f"{name} on its tint", light, palette["p-tint"][0], 4.5)
        yield Pair(f"{name} dark on surface", dark, BASE["surface"][1], 4.5)
        yield Pair(f"{name} dark on its tint", dark, palette["p-tint"][1], 4.5)
        yield Pair(f"{name} bright on roast", palette["p-bright"][0], ROAST, 7)
        yield Pair(f"ink on bright {name}", INK, palette["p-bright"][0], 7)


@pytest.mark.parametrize("pair", [*neutral_pairs(), *accent_pairs()], ids=lambda pair: pair.name)
def test_text_can_be_read(pair: Pair) -> None:
    assert contrast(pair.text, pair.ground) >= pair.needed


def test_the_measure_is_that_of_the_guidelines() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_every_accent_of_the_spaces_has_its_colours() -> None:
    assert set(PALETTES) == set(ACCENTS)
    assert all({"p", "p-bright", "p-tint"} <= set(palette) for palette in PALETTES.values())


def test_no_pair_is_left_out() -> None:
    assert len([*neutral_pairs()]) == 22
    assert len([*accent_pairs()]) == 7 * len(ACCENTS)
