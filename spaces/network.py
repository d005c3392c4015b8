"""The spaces of the network for one request: asked for once, used by head, foot and page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spaces.models import SpacePage
from spaces.querysets import in_fair_order

if TYPE_CHECKING:
    from collections.abc import Iterable

_CACHE = "_network_spaces"


def network_spaces(request: Any) -> list[SpacePage]:
    """Every public space and centre that has not left, in today's fair order, with town and translations.

    Two queries a request, however often it is called. Works without a request (mails), then without memory.
    """
    known: list[SpacePage] | None = getattr(request, _CACHE, None)
    if known is None:
        known = in_fair_order(SpacePage.objects.in_network().with_demo_mark().for_listing())
        if request is not None:
            setattr(request, _CACHE, known)
    return known


def coworking_spaces(spaces: Iterable[SpacePage]) -> list[SpacePage]:
    """Without the competence centres, which have no desks to compare."""
    return [space for space in spaces if not space.is_centre]


def is_demonstration(request: Any) -> bool:
    """True while invented people belong to the spaces: then the foot of every page says so."""
    return any(space.network_has_demo for space in network_spaces(request))
