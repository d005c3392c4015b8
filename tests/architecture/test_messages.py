"""The interface is complete in every language: each text is translated, and translated whole."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

from django.conf import settings

import polib
import pytest

ROOT: Path = settings.BASE_DIR
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OWN = ["blog", "coffee", "coworkers", "events", "newsletter", "spaces", "templates"]
PRINTF = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[sdifr]")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
CONVERTER = re.compile(r"<[^>]+>")
URL = "url"


def source(language: str, suffix: str = "po") -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{suffix}"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(source(language)))


def braces(text: str) -> list[str]:
    """The names in str.format placeholders; text with a lone brace has none."""
    try:
        return sorted(name for _text, name, _spec, _conversion in Formatter().parse(text) if name)
    except ValueError:
        return []


def translations(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Each translated form beside the English one that it stands for."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    for form, text in entry.msgstr_plural.items():
        yield (entry.msgid if form == 0 else entry.msgid_plural), text


def key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or ""


def test_every_message_is_translated(catalogue: polib.POFile) -> None:
    """An empty Dutch text would show the French one, without a word of warning."""
    empty = [
        entry.msgid
        for entry in catalogue
        if not entry.obsolete and not all(text.strip() for _id, text in translations(entry))
    ]
    assert not empty


def test_no_message_is_a_guess_or_a_leftover(catalogue: polib.POFile) -> None:
    assert not [entry.msgid for entry in catalogue.fuzzy_entries()]
    assert not [entry.msgid for entry in catalogue.obsolete_entries()]


def test_plural_messages_have_all_forms(catalogue: polib.POFile) -> None:
    declared = re.search(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])
    assert declared
    for entry in catalogue:
        if entry.msgid_plural:
            assert len(entry.msgstr_plural) == int(declared[1]), entry.msgid


@pytest.mark.parametrize("marks", [PRINTF.findall, TAG.findall, braces], ids=["%", "tags", "{}"])
def test_placeholders_and_tags_are_those_of_the_english_text(
    catalogue: polib.POFile, marks: Callable[[str], list[str]]
) -> None:
    """A singular may leave its number out ("one seat"), and nothing else."""
    for entry in catalogue:
        for english, text in translations(entry):
            expected, found = sorted(marks(english)), sorted(marks(text))
            if entry.msgid_plural and english == entry.msgid:
                allowed = sorted(marks(entry.msgid_plural))
                assert found in (expected, allowed), f"{entry.msgid!r}: {text!r}"
            elif entry.msgctxt != URL:
                assert found == expected, f"{entry.msgid!r}: {text!r}"


def test_addresses_keep_their_converters_and_their_last_slash(catalogue: polib.POFile) -> None:
    """A renamed converter breaks only the addresses of that one language, at the first click."""
    for entry in catalogue:
        if entry.msgctxt == URL:
            expected, found = CONVERTER.findall(entry.msgid), CONVERTER.findall(entry.msgstr)
            assert sorted(found) == sorted(expected), entry.msgid
            assert entry.msgstr.endswith("/") == entry.msgid.endswith("/"), entry.msgid
            assert re.fullmatch(r"[a-z0-9/.-]*", CONVERTER.sub("", entry.msgstr)), entry.msgstr


def test_all_languages_have_the_same_messages() -> None:
    keys = [{key(entry) for entry in polib.pofile(str(source(code)))} for code in LANGUAGES]
    assert all(other == keys[0] for other in keys)


def test_the_compiled_file_is_that_of_the_texts(language: str, catalogue: polib.POFile) -> None:
    assert source(language, "mo").exists(), "make messages"
    compiled = polib.mofile(str(source(language, "mo")))
    texts = {key(entry): list(translations(entry)) for entry in catalogue if not entry.obsolete}
    assert {key(entry): list(translations(entry)) for entry in compiled} == texts, "make messages"


def test_the_texts_in_the_code_are_those_of_the_catalogue(
    tmp_path: Path, catalogue: polib.POFile, language: str
) -> None:
    """Extracts afresh, from links to the code, so that nothing in the tree changes."""
    if not shutil.which("xgettext"):
        if os.environ.get("CI"):
            pytest.fail("no xgettext in CI: .ci/run installs gettext")
        pytest.skip("no xgettext: install the package gettext")
    for folder in OWN:
        if (ROOT / folder).exists():
            (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "locale").mkdir()
    # Without settings the command knows no other locale folder than the one in front of it.
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--symlinks", "--locale", language],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
    )
    fresh = polib.pofile(str(tmp_path / "locale" / language / "LC_MESSAGES" / "django.po"))
    in_code, kept = {key(entry) for entry in fresh}, {key(entry) for entry in catalogue}
    assert not in_code - kept, "not in the catalogue: make messages"
    assert not kept - in_code, "no longer in the code: make messages"
