"""The admin form of a skill with its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from wagtail.admin.forms.models import WagtailAdminModelForm

from coffee.core.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BaseForm


class SkillForm(WagtailAdminModelForm):
    """Every language has one preferred name at most, and no name twice, whatever its case and accents."""

    PREFERRED: ClassVar = "pref"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        seen: set[tuple[str, str]] = set()
        preferred: set[str] = set()
        for row, data in self._rows():
            key = (data["language"], fold(data["text"]))
            if not words(data["text"]):
                row.add_error("text", _("This leaves nothing to search for."))
            if key in seen:
                row.add_error("text", _("This name is already there."))
            if data["kind"] == self.PREFERRED and data["language"] in preferred:
                row.add_error("kind", _("There is already a preferred name in this language."))
            seen.add(key)
            if data["kind"] == self.PREFERRED:
                preferred.add(data["language"])
        return cleaned

    def _rows(self) -> Iterator[tuple[BaseForm, dict[str, Any]]]:
        """The names that will be kept and are complete."""
        formset = self.formsets.get("labels")
        for row in formset.forms if formset else ():
            data = row.cleaned_data if row.is_valid() else {}
            if not data.get("DELETE") and {"language", "kind", "text"} <= data.keys():
                yield row, dict(data)

    def save(self, commit: bool = True) -> Any:
        formset = self.formsets.get("labels")
        for row in formset.forms if formset else ():
            if row.has_changed():
                # From now on the starter vocabulary leaves this name alone.
                row.instance.edited = True
        return super().save(commit)
