"""Amounts in euros as each language writes them: "1 471 233,86 €", "€ 1.471.233,86"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from decimal import Decimal


def money_text(amount: Decimal, *, cents: bool = False) -> str:
    """The amount with its currency sign; cents only where there are some, or always when `cents`."""
    whole = amount == amount.to_integral_value() and not cents
    figure = number_format(amount, decimal_pos=0 if whole else 2, force_grouping=True)
    # Never a line break between the figure and its sign.
    return (_("€%(euros)s") % {"euros": figure}).replace(" ", "\u00a0")
