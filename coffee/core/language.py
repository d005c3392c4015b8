"""The language rule: a text in the reader's language where it exists, else in its own, always marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse, translate_url
from django.urls.exceptions import Resolver404
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest


def content_languages() -> Sequence[tuple[str, str]]:
    """Choices of every language field. A callable on purpose: a list would ask for migrations."""
    return settings.LANGUAGES


def language_codes() -> list[str]:
    """The codes of the interface languages, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES]


def default_language() -> str:
    """The language of a new text when nothing says otherwise."""
    return settings.LANGUAGE_CODE


def current_language() -> str:
    """The language of the reader; the default one outside a request."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    return code if code in dict(settings.LANGUAGES) else code.split("-")[0]


class Text(str):
    """A text that knows its language; `foreign` when that is not the reader's."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, value: object = "", language: str = "") -> Text:
        text = super().__new__(cls, value)
        text.language = language or default_language()
        return text

    @property
    def foreign(self) -> bool:
        """True when a reader must be told that this is another language; never for an empty text."""
        return bool(self) and self.language != current_language()


class RichText:
    """A value that is not a plain string (body blocks) with the language it is written in."""

    __slots__ = ("language", "value")

    def __init__(self, value: Any, language: str) -> None:
        self.value, self.language = value, language

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        return str(self.value)

    @property
    def foreign(self) -> bool:
        """True when a reader must be told that this is another language."""
        return bool(self.value) and self.language != current_language()


def labelled(labels: dict[str, str] | None, language: str | None = None) -> Text:
    """One text out of `{code: text}`: the reader's, else the default language's, else any.

    For small labels that editors keep in a JSONField (cities, amenities).
    """
    labels = labels or {}
    wanted = language or current_language()
    for code in (wanted, default_language(), *labels):
        if labels.get(code):
            return Text(labels[code], code)
    return Text("", wanted)


class Alternate(NamedTuple):
    """One language version of a page: code, the language's own name, absolute path, and whether it is current."""

    code: str
    name: str
    path: str
    is_current: bool
    is_real: bool


def path_in(request: HttpRequest, code: str, obj: Any = None) -> str:
    """The path of the same thing in another language: the object's own URL, else the translated request path.

    The query string is kept for views (filters survive the switch) and dropped for objects.
    """
    if obj is not None:
        with translation.override(code):
            return str(obj.get_absolute_url() or request.path)
    full = request.get_full_path()
    translated = str(translate_url(full, code))
    if translated == full and code != current_language():
        # a page outside the language prefix (error pages, tokens): the language's home is the next best
        with translation.override(code):
            try:
                return reverse("wagtail_serve", args=[""])
            except NoReverseMatch:
                return full
    return translated


def alternates(
    request: HttpRequest, obj: Any = None, languages: Iterable[str] | None = None
) -> list[Alternate]:
    """Every interface language with the address of the same thing; `is_real` where the text really exists.

    `obj` is a TranslatedPage or any object with `get_absolute_url()` and, optionally, `languages()`.
    """
    codes = language_codes()
    if languages is None:
        languages = obj.languages() if obj is not None and hasattr(obj, "languages") else codes
    real, current = set(languages), current_language()
    return [
        Alternate(code, name, path_in(request, code, obj), code == current, code in real)
        for code, name in settings.LANGUAGES
    ]


def absolute(path: str) -> str:
    """A path of this site as an absolute URL; absolute URLs pass unchanged."""
    return path if urlsplit(path).netloc else settings.SITE_URL.rstrip("/") + path


def same_path_in_current_language(path: str) -> str | None:
    """For a path with the wrong language prefix (`/nl/espaces/x/`): the right one, or None.

    Tries the rest of the path under each other language and reverses the match under the prefix. Wagtail's
    catch-all matches everything and therefore proves nothing: it is ignored.
    """
    prefix, _slash, rest = path.lstrip("/").partition("/")
    if prefix not in language_codes() or not rest:
        return None
    for code in language_codes():
        if code == prefix:
            continue
        with translation.override(code):
            try:
                match = resolve(f"/{code}/{rest}")
            except Resolver404:
                continue
        if match.url_name == "wagtail_serve":
            continue
        with translation.override(prefix):
            try:
                return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            except NoReverseMatch:
                continue
    return None
