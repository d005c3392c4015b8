"""Composing an issue: propose, check, order, freeze."""

from newsletter.compose.content import Content, Entry, Frozen, freeze, look, of_draft, of_frozen
from newsletter.compose.order import Arrangement, Slot, alternate, arrange, by_date
from newsletter.compose.proposals import propose
from newsletter.compose.shown import Shown, in_every_language

__all__ = [
    "Arrangement",
    "Content",
    "Entry",
    "Frozen",
    "Shown",
    "Slot",
    "alternate",
    "arrange",
    "by_date",
    "freeze",
    "in_every_language",
    "look",
    "of_draft",
    "of_frozen",
    "propose",
]
