"""Forms of the newsletter in the admin: the issue, its items, and starting a new one."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from coffee.core.language import content_languages
from events.models import EventPage
from newsletter.choosers import page_chooser, profile_chooser, public_pages, public_people
from newsletter.models import Issue, IssueItem
from newsletter.texts import NOT_ONE_LINE

TITLE_LENGTH, BLURB_LENGTH = 150, 320
PARTS = ("title", "blurb", "url")


class OwnWordsInput(forms.MultiWidget):
    """Title, text and address per language."""

    template_name = "newsletter/admin/own_words.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.keys = [(code, part) for code, _name in content_languages() for part in PARTS]
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            f"{code}_{part}": forms.TextInput(attrs={"lang": code} if part != "url" else {})
            for code, part in self.keys
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        texts = json.loads(value) if isinstance(value, str) and value else value or {}
        return [texts.get(code, {}).get(part, "") for code, part in self.keys]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["is_used"] = any(
            part["value"] for part in context["widget"]["subwidgets"]
        )
        names = dict(content_languages())
        labels = {"title": _("Title"), "blurb": _("Text"), "url": _("Link")}
        for (code, part), widget in zip(self.keys, context["widget"]["subwidgets"], strict=True):
            widget["words"] = f"{labels[part]}, {names[code]}"
        return context


class OwnWordsField(forms.MultiValueField):
    """`{language: {"title": …, "blurb": …, "url": …}}`, with nothing in it that was left empty."""

    widget = OwnWordsInput

    def __init__(self, **options: Any) -> None:
        for name in ("encoder", "decoder"):
            options.pop(name, None)
        most = {"title": TITLE_LENGTH, "blurb": BLURB_LENGTH, "url": 400}
        self.keys = [(code, part) for code, _name in content_languages() for part in PARTS]
        fields = [
            forms.CharField(required=False, max_length=most[part]) for _code, part in self.keys
        ]
        super().__init__(fields, require_all_fields=False, required=False, **options)

    def compress(self, data_list: list[str]) -> dict[str, dict[str, str]]:
        texts: dict[str, dict[str, str]] = {}
        for (code, part), text in zip(self.keys, data_list or [], strict=False):
            if not text:
                continue
            if NOT_ONE_LINE.search(text):
                raise ValidationError(_("Write this on one line, without control characters."))
            if part == "url" and not text.startswith("/"):
                URLValidator(schemes=["http", "https"])(text)
            texts.setdefault(code, {})[part] = text
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(OwnWordsInput().decompress(initial), data))


class IssueItemForm(WagtailAdminModelForm):
    """One item: a public page, a public person, or own words. The section follows from the choice."""

    texts = OwnWordsField(label=gettext_lazy("Own words"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        page, profile = cleaned.get("page"), cleaned.get("profile")
        if page and profile:
            raise ValidationError(_("Choose a page or a person, not both."))
        # What is stored already may stay, to be left out; what is chosen now must be public.
        if page and "page" in self.changed_data and not public_pages().filter(pk=page.pk).exists():
            self.add_error("page", _("This page is not public."))
        if (
            profile
            and "profile" in self.changed_data
            and not public_people().filter(pk=profile.pk).exists()
        ):
            self.add_error(
                "profile", _("This person is not public, or does not want to be mentioned.")
            )
        titles = [texts.get("title") for texts in (cleaned.get("texts") or {}).values()]
        if not page and not profile and not any(titles):
            raise ValidationError(_("Choose a page or a person, or write a title of your own."))
        self.instance.section = section_of(page, profile)
        return cleaned


def section_of(page: Any, profile: Any) -> str:
    """Under which heading a choice stands."""
    if profile:
        return IssueItem.PEOPLE
    if not page:
        return IssueItem.CUSTOM
    return IssueItem.EVENTS if EventPage.objects.filter(pk=page.pk).exists() else IssueItem.POSTS


class ItemsPanel(InlinePanel):
    """The items with our own form."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = IssueItemForm
        return options


class IssueForm(WagtailAdminModelForm):
    """The whole draft. Whoever saves after it was sent is told so."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not Issue.objects.filter(pk=self.instance.pk, status=Issue.DRAFT).exists():
            raise ValidationError(_("This issue is no draft any more."))
        return cleaned


class NewIssueForm(forms.ModelForm):  # type: ignore[type-arg]
    """Only the number: texts and proposals come by themselves."""

    class Meta:
        model = Issue
        fields = ("number",)
        help_texts = {"number": gettext_lazy("Empty: the next one.")}


class SendForm(forms.Form):
    """Asks for the number, so that nobody sends the wrong issue out of habit."""

    number = forms.IntegerField(label=gettext_lazy("Number of the issue, to be sure"))

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issue = issue

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        if number != self.issue.number:
            raise ValidationError(_("This is not the number of this issue."))
        return number


ITEM_PANELS = [
    FieldPanel("page", widget=page_chooser.widget_class),
    FieldPanel("profile", widget=profile_chooser.widget_class),
    FieldPanel("is_hidden"),
    FieldPanel("texts"),
]
TEXT_PANELS = [
    FieldPanel("language"),
    FieldPanel("subject"),
    FieldPanel("preheader"),
    FieldPanel("intro"),
    FieldPanel("outro"),
]

edit_handler = TabbedInterface(
    [
        ObjectList(
            [InlinePanel("texts", panels=TEXT_PANELS, heading=gettext_lazy("Texts"), label=gettext_lazy("Texts in one language"))],
            heading=gettext_lazy("Texts"),
        ),
        ObjectList(
            [ItemsPanel("items", panels=ITEM_PANELS, heading=gettext_lazy("Items"), label=gettext_lazy("Item"))],
            heading=gettext_lazy("Items"),
        ),
        ObjectList(
            [
                FieldPanel("number"),
                MultiFieldPanel(
                    [
                        FieldPanel("is_archived_publicly"),
                        FieldPanel("allow_untranslated"),
                        FieldPanel("allow_one_sided"),
                    ],
                    heading=gettext_lazy("Sending"),
                ),
            ],
            heading=gettext_lazy("Settings"),
        ),
    ],
    base_form_class=IssueForm,
)  # fmt: skip
