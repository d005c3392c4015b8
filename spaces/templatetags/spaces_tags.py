"""Template tags of the spaces: network_spaces, is_demonstration, space_details, map_stops, moment, money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from spaces import details, network
from spaces.map_geometry import MapStop
from spaces.map_geometry import map_stops as stops_of
from spaces.moments import moment_text
from spaces.money import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from spaces.models import SpacePage

register = template.Library()


@register.simple_tag(takes_context=True)
def network_spaces(context: dict[str, Any]) -> list[SpacePage]:
    """All spaces and centres of the network in today's fair order; one look-up for the whole request."""
    return network.network_spaces(context.get("request"))


@register.simple_tag(takes_context=True)
def is_demonstration(context: dict[str, Any]) -> bool:
    """True while the site shows invented people."""
    return network.is_demonstration(context.get("request"))


@register.simple_tag(takes_context=True)
def space_details(context: dict[str, Any], space: SpacePage) -> dict[str, Any]:
    """Hours, prices, trains and offers of one space, for its page and for the preview of its draft."""
    return details.space_details(space, context.get("request"))


@register.simple_tag
def map_stops(spaces: Iterable[SpacePage]) -> list[MapStop]:
    """Where the spaces stand on the map, with their labels placed."""
    return stops_of(spaces)


@register.filter
def moment(value: str) -> str:
    """A published date with the precision of its source: "30 septembre 2017", "2017"."""
    return moment_text(value or "")


@register.filter
def money(amount: Decimal, cents: object = False) -> str:
    """Euros as the reader's language writes them; `money:1` always with cents."""
    return money_text(amount, cents=bool(cents))
