"""The language rule: the reader's text where it exists, else the author's, always with its language."""

from __future__ import annotations

from django.conf import settings
from django.test import RequestFactory
from django.utils import translation

import pytest

from coffee.core.language import (
    RichText,
    Text,
    absolute,
    alternates,
    content_languages,
    current_language,
    labelled,
    language_codes,
    path_in,
    same_path_in_current_language,
)
from coffee.core.templatetags.coffee_tags import (
    in_other_languages,
    interface_languages,
    lang_attribute,
    language_badge,
    language_name,
)
from coffee.core.visibility import PRESETS
from spaces.models import SpacePage, SpaceTranslation
from tests.factories import make_space

OTHER = {"fr": "nl", "nl": "fr"}
LOGIN = {"fr": "/fr/compte/login/", "nl": "/nl/account/login/"}


class Thing:
    """An object with an address in each language, as pages have."""

    language = "fr"

    def __init__(self, *real: str) -> None:
        self.real = list(real)

    def languages(self) -> list[str]:
        return self.real

    def get_absolute_url(self) -> str:
        return f"/{current_language()}/thing/"


# --- texts


def test_a_text_in_the_readers_language_is_not_marked() -> None:
    text = Text("Bonjour", "fr")
    assert not text.foreign
    assert lang_attribute(text) == ""
    assert language_badge(text) == {}


def test_a_text_in_another_language_is_marked_for_eyes_and_ears() -> None:
    text = Text("Goedendag", "nl")
    assert text.foreign
    assert lang_attribute(text) == ' lang="nl"'
    assert language_badge(text)["code"] == "NL"
    assert "néerlandais" in language_badge(text)["label"]
    with translation.override("nl"):
        assert not text.foreign


def test_an_empty_text_is_never_marked() -> None:
    assert not Text("", "nl").foreign
    assert not RichText("", "nl").foreign
    assert lang_attribute(None) == ""


def test_a_text_is_an_ordinary_string() -> None:
    assert Text("kop", "nl") == "kop"
    assert Text("kop", "nl").upper() == "KOP"


def test_a_text_without_language_is_in_the_default_one() -> None:
    assert Text("kop").language == settings.LANGUAGE_CODE


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"fr": "Cuisine", "nl": "Keuken"}, ("Keuken", "nl")),
        ({"fr": "Cuisine", "nl": ""}, ("Cuisine", "fr")),
        ({"en": "Kitchen"}, ("Kitchen", "en")),
        ({}, ("", "nl")),
        (None, ("", "nl")),
    ],
)
def test_labels_fall_back_to_the_default_language_and_then_to_any(
    labels: dict[str, str] | None, expected: tuple[str, str]
) -> None:
    with translation.override("nl"):
        found = labelled(labels)
        assert (str(found), found.language) == expected


def test_the_name_of_a_language_is_in_the_readers_words() -> None:
    assert language_name("nl") == "néerlandais"
    assert language_name("xx") == "XX"


def test_a_variant_of_a_language_is_read_as_the_language() -> None:
    with translation.override("fr-be"):
        assert current_language() == "fr"


def test_the_choices_of_language_fields_are_those_of_the_settings() -> None:
    assert list(content_languages()) == list(settings.LANGUAGES)
    assert language_codes() == [code for code, _name in settings.LANGUAGES]


def test_the_readers_language_comes_first() -> None:
    with translation.override("nl"):
        assert interface_languages() == ["nl", "fr"]


def test_words_are_repeated_in_every_other_language() -> None:
    words = PRESETS["2014-2020"].words
    others = in_other_languages(words)
    assert [text.language for text in others] == [c for c in language_codes() if c != "fr"]
    assert str(others[0]) != str(words)


def test_words_that_are_the_same_everywhere_are_not_repeated() -> None:
    assert len(in_other_languages("COFFEE")) == 1


# --- pages


@pytest.mark.django_db
class TestPages:
    def page(self) -> SpacePage:
        return make_space("Kop", language="nl", tagline="Een kop")

    def translate(self, page: SpacePage, **fields: object) -> SpaceTranslation:
        row = SpaceTranslation(page=page, language="fr", **{"title": "Tasse", **fields})
        page.translations = [row]
        page.save()
        return row

    def test_a_page_without_translation_shows_its_own_text(self) -> None:
        text = self.page().text("tagline")
        assert (str(text), text.language, text.foreign) == ("Een kop", "nl", True)

    def test_fields_fall_back_one_by_one(self) -> None:
        page = self.page()
        self.translate(page, tagline="")
        assert (page.text("title"), page.text("title").language) == ("Tasse", "fr")
        assert (page.text("tagline"), page.text("tagline").language) == ("Een kop", "nl")

    def test_a_machine_translation_is_not_shown(self) -> None:
        page = self.page()
        self.translate(page, machine=True)
        assert page.text("title") == "Kop"
        assert page.languages() == ["nl"]

    def test_half_a_translation_is_no_language_of_the_page(self) -> None:
        page = self.page()
        self.translate(page, tagline="")
        assert page.languages() == ["nl"]

    def test_a_whole_translation_is_a_language_of_the_page(self) -> None:
        page = self.page()
        self.translate(page, tagline="Une tasse")
        assert page.languages() == ["nl", "fr"]

    def test_another_language_can_be_asked_for(self) -> None:
        page = self.page()
        self.translate(page, tagline="Une tasse")
        assert page.text("tagline", "nl") == "Een kop"


# --- addresses


def test_a_path_becomes_absolute_once() -> None:
    once = absolute("/fr/")
    assert once == f"{settings.SITE_URL}/fr/"
    assert absolute(once) == once


@pytest.mark.parametrize("code", ["fr", "nl"])
def test_the_switcher_leads_to_the_same_view_with_its_filters(code: str) -> None:
    with translation.override(OTHER[code]):
        request = RequestFactory().get(LOGIN[OTHER[code]], {"country": "BE", "page": "2"})
        assert path_in(request, code) == f"{LOGIN[code]}?country=BE&page=2"


def test_the_switcher_leads_to_the_same_thing_without_its_filters() -> None:
    request = RequestFactory().get("/fr/thing/", {"page": "2"})
    assert path_in(request, "nl", Thing("fr")) == "/nl/thing/"


def test_a_page_without_prefix_switches_to_the_home_page() -> None:
    assert path_in(RequestFactory().get("/no/such/path/"), "nl") == "/nl/"


def test_every_language_has_an_entry_and_only_real_ones_are_real() -> None:
    versions = alternates(RequestFactory().get("/fr/thing/"), Thing("fr"))
    assert [(v.code, v.is_current, v.is_real) for v in versions] == [
        ("fr", True, True),
        ("nl", False, False),
    ]
    assert [v.name for v in versions] == [name for _code, name in settings.LANGUAGES]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/nl/compte/login/", "/nl/account/login/"),
        ("/fr/account/login/", "/fr/compte/login/"),
        ("/nl/account/login/", None),
        ("/nl/no-such-words/", None),
        ("/xx/compte/login/", None),
        ("/compte/login/", None),
        ("/fr/", None),
        ("/", None),
        ("", None),
    ],
)
def test_right_words_under_the_wrong_prefix_are_recognised(path: str, expected: str | None) -> None:
    with translation.override("nl" if path.startswith("/nl/") else "fr"):
        assert same_path_in_current_language(path) == expected
