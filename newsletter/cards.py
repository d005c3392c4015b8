"""What templates read of a frozen item, in mails and in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coffee.core.language import Text, absolute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsletter.compose.shown import Host

# Ground and ink of each accent of static/css/tokens.css, light and dark: mails know no custom properties.
PALETTE = {
    "rose": ("#ffe8ef", "#b3164e", "#401525", "#ff8fb2"),
    "blue": ("#e7f0ff", "#1d5fc0", "#15263f", "#7fb5ff"),
    "green": ("#dff6ea", "#0b6e43", "#0f2e20", "#56d896"),
    "violet": ("#f1ebff", "#6a3db8", "#2a1f42", "#c2a5ff"),
    "amber": ("#fff2cc", "#875600", "#33260a", "#ffc530"),
    "slate": ("#ebeef2", "#4a5568", "#262c36", "#b7c0ce"),
    "teal": ("#ddf5f8", "#0a6570", "#0e2d31", "#5ed4e0"),
    "olive": ("#f0f4d2", "#56620a", "#282d0e", "#c9d95a"),
    "magenta": ("#fbe9f8", "#9b2385", "#3a1535", "#f29be3"),
    "cocoa": ("#f6ece4", "#7a4a2b", "#30221a", "#dcae8b"),
}


class Card:
    """One item in the active language, with texts that know their own."""

    def __init__(self, shown: Mapping[str, Any], section: str) -> None:
        self.facts, self.section = shown, section

    @property
    def kind(self) -> str:
        """event, post, person or custom."""
        return str(self.facts["kind"])

    @property
    def title(self) -> Text:
        """The title in its language."""
        return Text(self.facts["title"], self.facts["title_language"])

    @property
    def blurb(self) -> Text:
        """The short text in its language; may be empty."""
        return Text(self.facts["blurb"], self.facts["blurb_language"])

    @property
    def url(self) -> str:
        """The absolute address; empty for a text without link."""
        path = str(self.facts["url"])
        return absolute(path) if path else ""

    @property
    def hosts(self) -> list[Host]:
        """The spaces it comes from, the leading one first."""
        found: list[Host] = self.facts["hosts"]
        return found

    @property
    def accent(self) -> str:
        """The colour of the leading space."""
        return str(self.facts["accent"])

    @property
    def tint(self) -> str:
        """The light ground of that colour."""
        return PALETTE.get(self.accent, PALETTE["slate"])[0]

    @property
    def ink(self) -> str:
        """The colour itself, dark enough to be read on the ground."""
        return PALETTE.get(self.accent, PALETTE["slate"])[1]
