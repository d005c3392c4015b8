"""What an event costs, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events import choices
from spaces.money import money_text

if TYPE_CHECKING:
    from events.models import EventPage


def price_text(event: EventPage) -> str:
    """ "Free", "€10", or "Paid" when the amount is not known."""
    if event.price_kind != choices.PAID or event.price_amount is None:
        return choices.label_of(choices.PRICES, event.price_kind)
    return money_text(event.price_amount)
