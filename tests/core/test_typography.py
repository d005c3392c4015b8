"""Apostrophes and the no-break spaces of French: what is set, what is left alone, and that twice is once."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffee.core.language import Text
from coffee.core.templatetags.coffee_tags import text as text_tag
from coffee.core.templatetags.coffee_tags import typo, typo_html
from coffee.core.typography import NARROW, NBSP, typographic, typographic_html

FRENCH = [
    ("l'agenda", "l’agenda"),
    ("« oui »", f"«{NARROW}oui{NARROW}»"),
    ("Ça va ?", f"Ça va{NARROW}?"),
    ("oui ; non !", f"oui{NARROW}; non{NARROW}!"),
    (f"déjà{NBSP}?", f"déjà{NARROW}?"),
    ("Midi-soupe : facturer", f"Midi-soupe{NBSP}: facturer"),
    ("fini :", f"fini{NBSP}:"),
    ("35 min", f"35{NBSP}min"),
    ("18 €, 300 m², 20 %", f"18{NBSP}€, 300{NBSP}m², 20{NBSP}%"),
    ("2 h de train, 5 km", f"2{NBSP}h de train, 5{NBSP}km"),
]
LEFT_ALONE = [
    "18:30",
    "https://example.org/?q=1",
    "Yahoo!",
    "en 2026 500 personnes",
    "3 hôtes, 4 minutes",
    "a : b".replace(" ", NBSP),
    "'cité'",
    "",
]


@pytest.mark.parametrize(("typed", "expected"), FRENCH)
def test_french_text_gets_the_spaces_of_french(typed: str, expected: str) -> None:
    assert typographic(typed, "fr") == expected


@pytest.mark.parametrize("typed", LEFT_ALONE)
def test_what_is_no_typing_habit_is_left_alone(typed: str) -> None:
    assert typographic(typed, "fr") == typed


@pytest.mark.parametrize("typed", ["Wat nu ?", "« ja »", "Let op : 18 €"])
def test_dutch_spacing_is_left_alone(typed: str) -> None:
    assert typographic(typed, "nl") == typed


def test_both_languages_get_the_apostrophe() -> None:
    assert typographic("foto's", "nl") == "foto’s"
    assert typographic("aujourd'hui", "fr") == "aujourd’hui"


@given(st.text(alphabet=" \u00a0\u202fa1:;!?«»'€%hmin", max_size=30), st.sampled_from(["fr", "nl"]))
def test_setting_a_text_twice_changes_nothing(typed: str, language: str) -> None:
    once = typographic(typed, language)
    assert typographic(once, language) == once


@given(st.text(alphabet=" :;!?«»'€%hmin1", max_size=30))
def test_no_character_is_added_or_lost(typed: str) -> None:
    assert len(typographic(typed, "fr")) == len(typed)


def test_tags_of_rich_text_stay_as_they_are() -> None:
    html = """<a title="l'une ; l'autre" href="/?a=1">Qui ? l'autre</a>"""
    expected = f"""<a title="l'une ; l'autre" href="/?a=1">Qui{NARROW}? l’autre</a>"""
    assert typographic_html(html, "fr") == expected
    assert typo_html(html, "fr") == expected


def test_the_filter_knows_the_language_of_a_text() -> None:
    assert typo(Text("Ça va ?", "fr")) == f"Ça va{NARROW}?"
    assert typo(Text("Wat nu ?", "nl")) == "Wat nu ?"
    assert typo("Ça va ?", "fr") == f"Ça va{NARROW}?"


def test_the_text_tag_sets_a_label_in_its_own_language() -> None:
    found = text_tag({"nl": "Foto's ?"})
    assert (str(found), found.language) == ("Foto’s ?", "nl")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_interface_is_already_typographic(language: str) -> None:
    """Nothing of the interface passes the filter, so it must be written as it shall appear."""
    path = Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"
    wrong = []
    for entry in polib.pofile(str(path)):
        texts = [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
        if entry.msgctxt != "url":
            wrong += [text for text in texts if typographic_html(text, language) != text]
    assert not wrong
