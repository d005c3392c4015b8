"""The fields of work that group the skills; each one is a bit in a profile's mask."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Append only: the position of a code is its bit in stored masks. Never reorder, never remove.
CATEGORIES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("finance", _("Accounting and finance")),
    ("law", _("Law")),
    ("hr", _("Human resources")),
    ("training", _("Training and coaching")),
    ("strategy", _("Management and strategy")),
    ("sales", _("Sales")),
    ("marketing", _("Marketing and communication")),
    ("writing", _("Writing and translation")),
    ("software", _("Web and software")),
    ("data", _("Data and IT")),
    ("design", _("Design and graphics")),
    ("audiovisual", _("Photo, video, sound")),
    ("architecture", _("Architecture and construction")),
    ("making", _("Making and fab lab")),
    ("events", _("Events")),
    ("culture", _("Culture and heritage")),
    ("tourism", _("Tourism and hospitality")),
    ("sustainability", _("Sustainability and energy")),
    ("health", _("Health and social care")),
    ("engineering", _("Engineering and research")),
    ("office", _("Administrative support")),
)

CATEGORY_CODES: Final[tuple[str, ...]] = tuple(code for code, _label in CATEGORIES)


def bit(code: str) -> int:
    """Return the category's bit as a mask value (1, 2, 4 …); an unknown code raises KeyError."""
    try:
        return 1 << CATEGORY_CODES.index(code)
    except ValueError:
        raise KeyError(code) from None
