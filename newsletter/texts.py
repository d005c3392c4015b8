"""What texts of a mailing may contain: one line where one line is meant, and no place-holder characters."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# The place-holders of message.py are private-use characters: content that held one could plant a token.
PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")
# Also the line and paragraph separators, which some programs treat as the end of a header.
NOT_ONE_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def without_private_use(text: str) -> str:
    """The text without private-use characters and control characters; line feeds and tabs stay."""
    return CONTROL.sub("", PRIVATE_USE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def validate_one_line(value: str) -> None:
    """Refuse line breaks and control characters in what becomes a header or a greeting."""
    if NOT_ONE_LINE.search(value):
        raise ValidationError(
            _("Write this on one line, without control characters."), code="one_line"
        )
