"""The administrator's form of a published budget: its lines must add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wagtail.admin.forms import WagtailAdminModelForm

from coffee.home.project_rules import mismatch
from spaces.money import money_text

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass
class Amounts:
    """What is typed in, before it is a row."""

    total: Decimal
    erdf: Decimal | None


class BudgetStateForm(WagtailAdminModelForm):
    """Refuses lines that do not add up to the total or to the ERDF share, and says by how much."""

    def is_valid(self) -> bool:
        # The lines are checked after the form's own clean(), which therefore cannot compare with them.
        if not super().is_valid():
            return False
        lines = [
            Amounts(line["total"], line.get("erdf"))
            for line in self.formsets["lines"].cleaned_data
            if line and not line.get("DELETE")
        ]
        state = Amounts(self.cleaned_data["total"], self.cleaned_data.get("erdf"))
        missed = mismatch(state, lines)
        if missed.total:
            self.add_error(
                "total",
                _("The lines differ from the total by %(amount)s.")
                % {"amount": money_text(missed.total, cents=True)},
            )
        if missed.erdf:
            self.add_error(
                "erdf",
                _("The lines differ from the ERDF share by %(amount)s.")
                % {"amount": money_text(missed.erdf, cents=True)},
            )
        return not missed
