"""Forms of the page editor: one language per text, one translation row per language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wagtail.admin.forms import WagtailAdminPageForm

if TYPE_CHECKING:
    from django.forms import BaseForm


class TranslatedPageForm(WagtailAdminPageForm):
    """Takes the first language from the page above; refuses a second text in one language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = getattr(self, "parent_page", None)
        if self.instance.pk is None and parent is not None and "language" in self.fields:
            above = getattr(parent.specific, "language", None)
            if above and not self.data:
                self.initial["language"] = above

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.check_translations(cleaned.get("language"))
        return cleaned

    def check_translations(self, source: str | None) -> None:
        """Put an error on every row that is in the source language or repeats a language."""
        formset = self.formsets.get("translations")
        if formset is None or not source:
            return
        seen: set[str] = set()
        for form in formset.forms:
            code = row_language(form)
            if not code:
                continue
            if code == source:
                form.add_error(
                    "language", _("The page itself is already written in this language.")
                )
            elif code in seen:
                form.add_error("language", _("There is already a translation in this language."))
            seen.add(code)

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=False)
        formset = self.formsets.get("translations")
        if formset is not None:
            digest = page.source_digest()
            for form in formset.forms:
                # An untouched row keeps its digest, so that a later change of the source shows.
                if form.has_changed():
                    form.instance.source_digest = digest
        if commit:
            page.save()
            self.save_m2m()
        return page


def row_language(form: BaseForm) -> str:
    """The language of a translation row; empty for a row that is blank or about to be deleted."""
    if form.prefix is None or not form.is_bound:
        return ""
    data = form.cleaned_data if form.is_valid() else {}
    if data.get("DELETE"):
        return ""
    return str(data.get("language") or form.data.get(form.add_prefix("language"), ""))
