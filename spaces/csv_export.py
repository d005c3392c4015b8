"""Tables as CSV that a spreadsheet of the reader's country opens: BOM, semicolons, decimal comma."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.formats import number_format

if TYPE_CHECKING:
    from collections.abc import Iterable

# A cell that begins so would be run as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell_text(value: object) -> str:
    """One cell: numbers as the language writes them without grouping, text that can never be a formula."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(number_format(value, decimal_pos=2, force_grouping=False, use_l10n=True))
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_response(filename: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A download of the rows, the first of which is the heading."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerows([cell_text(value) for value in row] for row in rows)
    return response
