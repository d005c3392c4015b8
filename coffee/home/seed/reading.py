"""Reads the files of the network seed: languages, dates with their precision, sources, running text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wagtail.rich_text import RichText

import yaml

from coffee.core.language import default_language, language_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DATA: Final = Path(__file__).parent / "data"
Row = dict[str, Any]


def read(name: str) -> Row:
    """One file of the folder."""
    found: Row = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return found


def texts(row: Row | None) -> dict[str, str]:
    """The languages of a row, without what else stands in it."""
    return {code: row[code] for code in language_codes() if row and row.get(code)}


def moment(value: object) -> str:
    """A date of the file as it is stored: 2012, "2016-10" and 2017-09-30 keep their precision."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def page_texts(row: Row) -> tuple[Row, dict[str, Row]]:
    """(language and fields of the page itself, fields by other language) of `{"title": {…}, "body": {…}}`."""
    source = default_language()
    by_code: dict[str, Row] = {}
    for name, text in row.items():
        for code, value in texts(text).items():
            by_code.setdefault(code, {})[name] = body(value) if name == "body" else value
    own = by_code.pop(source, {})
    return {"language": source, **own}, by_code


def body(blocks: Sequence[str | Mapping[str, Any]]) -> list[tuple[str, Any]]:
    """Body blocks of a list: a text is a paragraph, `{h2: …}` a heading, `{ul: […]}` a list."""
    found: list[tuple[str, Any]] = []
    for block in blocks:
        if isinstance(block, str):
            found.append(("paragraph", RichText(f"<p>{block}</p>")))
        elif "h2" in block:
            found.append(("heading", block["h2"]))
        else:
            items = "".join(f"<li>{item}</li>" for item in block["ul"])
            found.append(("paragraph", RichText(f"<ul>{items}</ul>")))
    return found


class Sources:
    """Where the facts of the file come from."""

    def __init__(self, rows: Row) -> None:
        self.rows = rows

    def url(self, row: Row) -> str:
        """The address of the first source of a row that has one."""
        urls = (self.rows[key]["url"] for key in row.get("src", []))
        return next((url for url in urls if url), "")

    def words(self, row: Row) -> dict[str, str]:
        """What the first source of a row is called, where it has a name."""
        return next((texts(self.rows[key]) for key in row.get("src", [])), {})
