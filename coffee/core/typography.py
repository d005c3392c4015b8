"""Typographic apostrophes, and the no-break spaces of French; applied at output, never stored."""

from __future__ import annotations

import re

NBSP, NARROW, CURLY = "\u00a0", "\u202f", "\u2019"
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
TAG = re.compile(r"(<[^>]*>)")

# Rules by language: a pattern for an existing space, and the space that takes its place.
SPACES: dict[str, list[tuple[re.Pattern[str], str]]] = {
    "fr": [
        (re.compile(r"[ \u00a0](?=[;!?»])|(?<=«)[ \u00a0]"), NARROW),
        (re.compile(r" (?=:(?:\s|$))"), NBSP),
        (re.compile(r"(?<=\d) (?=(?:€|%|m²|h\b|min\b|km\b))"), NBSP),
    ]
}


def typographic(text: str, language: str) -> str:
    """The text as a typesetter would set it. Idempotent; adds no space where none was typed."""
    text = APOSTROPHE.sub(CURLY, text)
    for pattern, space in SPACES.get(language, []):
        text = pattern.sub(space, text)
    return text


def typographic_html(html: str, language: str) -> str:
    """`typographic` on the text between the tags; attributes stay as they are."""
    parts = TAG.split(html)
    return "".join(part if part.startswith("<") else typographic(part, language) for part in parts)
