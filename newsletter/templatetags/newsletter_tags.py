"""Template tags of the newsletter: what a sign-up form on any page needs."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.utils import translation
from django.utils.translation import pgettext

from coffee.core.language import current_language, language_codes
from newsletter.tokens import stamp

register = template.Library()


class LanguageChoice(NamedTuple):
    """One language of the newsletter, in its own words."""

    code: str
    phrase: str
    is_current: bool


@register.simple_tag
def newsletter_languages() -> list[LanguageChoice]:
    """Every language of the newsletter with its phrase in that language: "En français"."""
    current = current_language()
    found = []
    for code in language_codes():
        with translation.override(code):
            # Translators: in your language, the words for "in <your language>": "En français"
            phrase = pgettext("newsletter", "In English")
        found.append(LanguageChoice(code, phrase, code == current))
    return found


@register.simple_tag
def newsletter_stamp() -> str:
    """The moment a sign-up form is rendered, signed; it may stand in a cached page."""
    return stamp()
