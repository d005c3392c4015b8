"""How long a text takes to read; pure functions."""

from __future__ import annotations

import re

WORDS_PER_MINUTE = 200

_TAG = re.compile(r"<[^>]*>")


def minutes_to_read(text: str) -> int:
    """Whole minutes for a text or HTML, at least one."""
    words = len(_TAG.sub(" ", text).split())
    return max(1, round(words / WORDS_PER_MINUTE))
