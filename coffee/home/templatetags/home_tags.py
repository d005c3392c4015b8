"""Template tags of the standard pages: standard_pages, standard_page."""

from __future__ import annotations

from typing import Any

from django import template

from coffee.home.standard_links import StandardLink, standard_links

register = template.Library()


@register.simple_tag(takes_context=True)
def standard_pages(context: dict[str, Any]) -> list[StandardLink]:
    """The public standard pages, each with `text "title"` and `get_absolute_url`."""
    return standard_links(context.get("request"))


@register.simple_tag(takes_context=True)
def standard_page(context: dict[str, Any], key: str) -> StandardLink | None:
    """The page that has a duty, such as "privacy"; None while there is none."""
    links = standard_links(context.get("request"))
    return next((link for link in links if link.key == key), None)
