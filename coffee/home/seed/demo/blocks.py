"""Body text of the files as blocks of the page editor."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape

Block = dict[str, Any]


def block(part: str | dict[str, Any]) -> Block:
    """A string is a paragraph; `h2`, `ul` and `quote` say what they are."""
    if isinstance(part, str):
        return {"type": "paragraph", "value": f"<p>{escape(part)}</p>"}
    if "h2" in part:
        return {"type": "heading", "value": part["h2"]}
    if "ul" in part:
        items = "".join(f"<li>{escape(item)}</li>" for item in part["ul"])
        return {"type": "paragraph", "value": f"<ul>{items}</ul>"}
    return {"type": "quote", "value": {"text": part["quote"], "cite": part.get("cite", "")}}


def blocks(parts: str | list[Any] | None) -> list[Block]:
    """The whole text; nothing for a missing one."""
    if isinstance(parts, str):
        parts = [parts]
    return [block(part) for part in parts or []]
