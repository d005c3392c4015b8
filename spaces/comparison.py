"""The spaces side by side: the same questions for all, each answer with its date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from coffee.core.language import Text, labelled
from spaces.answers import Answers, answers_of
from spaces.details import hours_lines
from spaces.filters import PriceFilter, PriceOptions, price_options
from spaces.models import SpaceTariff
from spaces.prices import price_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from spaces.answers import Offered
    from spaces.models import SpacePage
    from spaces.prices import Price, PriceRow

# Which published figures are compared; the others stand on the page of the space.
FIGURES = ("size", "desks", "members", "opened")


@dataclass(frozen=True)
class Plain:
    """An answer that needs no year, with the face of a SpaceFact."""

    value: Text
    as_of: str = ""

    def text(self, field: str = "value", language: str | None = None) -> Text:
        """The answer."""
        return self.value


@dataclass(frozen=True)
class Cell:
    """The answer of one space to one question. Empty means that the space has not said."""

    fact: Any = None
    note: Text | None = None
    yes: bool = False
    no: bool = False
    on_request: bool = False
    prices: list[Price] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """False where the table shows a dash."""
        return bool(self.fact or self.yes or self.no or self.on_request or self.prices)


class CompareRow(NamedTuple):
    """One question; `price_row` says more about a question that is a price."""

    label: Text | str
    cells: list[Cell]
    price_row: PriceRow | None = None


class Column(NamedTuple):
    """The same answers for one space, for narrow screens."""

    space: SpacePage
    known: list[tuple[CompareRow, Cell]]
    unknown: list[CompareRow]


@dataclass(frozen=True)
class Comparison:
    """Facts and offers, prices, and the same by space."""

    spaces: list[SpacePage]
    rows: list[CompareRow]
    prices: list[CompareRow]
    columns: list[Column]
    wanted: PriceFilter
    options: PriceOptions


def compare(spaces: Sequence[SpacePage], asked: PriceFilter, day: dt.date) -> Comparison:
    """Both tables. Three queries (answers, hours, prices), whatever the number of spaces."""
    ids = [space.pk for space in spaces]
    answers = answers_of(ids)
    rows = [
        CompareRow(_("Address"), [address_cell(space) for space in spaces]),
        CompareRow(_("Opening hours"), [hours_cell(space) for space in spaces]),
        *figure_rows(spaces, answers),
        *offer_rows(spaces, answers),
    ]
    tariffs = SpaceTariff.objects.filter(space__in=ids).for_listing()
    found = price_rows(tariffs, day, asked.first_kind)
    wanted = asked.known_in(found)
    prices = [
        CompareRow(row.offer_type.label, [Cell(prices=row.by_space.get(pk, [])) for pk in ids], row)
        for row in found
        if wanted.matches(row)
    ]
    columns = columns_of(spaces, [*rows, *prices])
    return Comparison(list(spaces), rows, prices, columns, wanted, price_options(found, wanted))


def address_cell(space: SpacePage) -> Cell:
    """Street and town, as far as they are known."""
    return Cell(Plain(Text(space.address_line, space.city.label.language)))


def hours_cell(space: SpacePage) -> Cell:
    """The hours in words, else line by line."""
    note = labelled(space.hours_note)
    if note:
        return Cell(Plain(note))
    lines = "; ".join(f"{line.days} {line.times}" for line in hours_lines(space))
    return Cell(Plain(Text(lines, note.language))) if lines else Cell()


def figure_rows(spaces: Sequence[SpacePage], answers: dict[int, Answers]) -> list[CompareRow]:
    """The figures that at least one space has published."""
    names = dict(spaces[0].fact_keys()) if spaces else {}
    rows = [
        CompareRow(str(names[key]), [Cell(answers[space.pk].figures.get(key)) for space in spaces])
        for key in FIGURES
        if key in names
    ]
    return [row for row in rows if any(cell.is_known for cell in row.cells)]


def offer_rows(spaces: Sequence[SpacePage], answers: dict[int, Answers]) -> list[CompareRow]:
    """Everything that at least one space has spoken of, in the order of the vocabulary."""
    known: dict[str, Offered] = {}
    for space in spaces:
        known |= answers[space.pk].offers
    ordered = sorted(known.values(), key=lambda offered: (offered.position, offered.key))
    return [
        CompareRow(
            offered.label,
            [offer_cell(answers[space.pk].offers.get(offered.key)) for space in spaces],
        )
        for offered in ordered
    ]


def offer_cell(offered: Offered | None) -> Cell:
    """Yes, no, on request; nothing while the space has not said."""
    if offered is None:
        return Cell()
    said = offered.availability
    return Cell(
        note=offered.note or None,
        yes=said == "yes",
        no=said == "no",
        on_request=said == "on_request",
    )


def columns_of(spaces: Sequence[SpacePage], rows: Sequence[CompareRow]) -> list[Column]:
    """The tables turned by a quarter: what each space has said, and what it has not."""
    columns = []
    for place, space in enumerate(spaces):
        pairs = [(row, row.cells[place]) for row in rows]
        known = [(row, cell) for row, cell in pairs if cell.is_known]
        # A price nobody asked this space for is no missing answer.
        unknown = [row for row, cell in pairs if not cell.is_known and row.price_row is None]
        columns.append(Column(space, known, unknown))
    return columns
