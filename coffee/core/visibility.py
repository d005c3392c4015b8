"""What the funding rules ask every page and mail to say, by period. Sources: docs/eu-visibility.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class Preset:
    """The words of one period: beside the emblem, and the sentence that names the fund (or repeats the Union)."""

    code: str
    label: str | Promise
    words: str | Promise
    statement: str | Promise


PRESETS: dict[str, Preset] = {
    preset.code: preset
    for preset in (
        # Implementing Regulation (EU) No 821/2014, article 4
        Preset(
            "2014-2020",
            _("2014-2020, European Regional Development Fund"),
            _("European Union"),
            _("With the support of the European Regional Development Fund"),
        ),
        # Regulation (EU) 2021/1059, article 36, and annex IX of Regulation (EU) 2021/1060
        Preset(
            "2021-2027",
            _("2021-2027, co-funded by the Union"),
            _("Co-funded by the European Union"),
            _("Co-funded by the European Union"),
        ),
        Preset("none", _("No funding mention"), "", ""),
    )
}

# The project's own period.
DEFAULT_PRESET = PRESETS["2014-2020"]


def preset_choices() -> list[tuple[str, str | Promise]]:
    """Choices of the setting; a callable so that a new period needs no migration."""
    return [(preset.code, preset.label) for preset in PRESETS.values()]
