"""The editor's form of an event: six inputs in sight, everything else folded away with sensible defaults."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)

from coffee.core.forms import TranslatedPageForm
from events import choices

if TYPE_CHECKING:
    from collections.abc import Callable

# Fields that always have a value, so that nobody has to give one.
DEFAULTED = [
    "language", "kind", "timezone", "repeat", "repeat_every", "attendance_mode", "audience", "price_kind",
    "registration_mode", "max_party", "offer_hours", "closes_hours_before",
]  # fmt: skip


class DatesField(forms.CharField):
    """Dates, one per line, as a list of ISO dates in order. What is no date stays for the model to refuse."""

    widget = forms.Textarea(attrs={"rows": 3, "placeholder": "2026-12-24"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value))
        return sorted({in_iso(word) for word in text.replace(",", " ").split()})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(initial or []) != sorted({in_iso(word) for word in (data or "").split()})


def in_iso(word: str) -> str:
    """24/12/2026 as 2026-12-24, as people here write dates; anything else unchanged."""
    for pattern in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(word, pattern).date().isoformat()  # noqa: DTZ007 - only the date
        except ValueError:
            continue
    return word


def code_list(label: Any, options: Callable[[], Any], help_text: Any = "") -> Any:
    """Boxes to tick for a list of codes."""
    return forms.MultipleChoiceField(
        label=label,
        choices=options,
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class EventPageForm(TranslatedPageForm):
    """Only title and first day must be given; contradictions are told at the field that should change."""

    spoken_languages = code_list(
        _("Languages spoken"),
        choices.spoken_choices,
        _("What people speak there; not the language of this text."),
    )
    interpreted_into = code_list(_("Interpreted into"), choices.spoken_choices)
    access = code_list(_("Accessibility"), lambda: choices.ACCESS)
    repeat_weekdays = code_list(
        _("On these weekdays"), lambda: choices.WEEKDAYS, _("With “every week”. The first day always counts.")
    )  # fmt: skip
    extra_dates = DatesField(
        label=_("Also on"), required=False, help_text=_("Further dates, one per line.")
    )
    skipped_dates = DatesField(
        label=_("Not on"), required=False, help_text=_("Dates to leave out, such as holidays.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DEFAULTED:
            if name in self.fields:
                self.fields[name].required = False
        if "cohosts" in self.fields and self.parent_page is not None:
            field = self.fields["cohosts"]
            field.queryset = field.queryset.live().exclude(pk=self.parent_page.pk).order_by("title")
        if self.instance.pk is None and self.parent_page is not None:
            self.initial.setdefault("spoken_languages", [self.initial.get("language")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in DEFAULTED:
            if name in self.fields and cleaned.get(name) in (None, "") and name not in self.errors:
                cleaned[name] = self.default_of(name)
        return cleaned

    def default_of(self, name: str) -> Any:
        """What an empty field stands for: the language of the space, else the model's own default."""
        if name == "language" and self.parent_page is not None:
            above = getattr(self.parent_page.specific, "language", None)
            if above:
                return above
        return self.instance._meta.get_field(name).get_default()


CONTENT_PANELS: list[Any] = [
    FieldPanel("title"),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("starts_on"), FieldPanel("start_time"), FieldPanel("end_time")]
            ),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
        ],
        heading=_("What and when"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("summary"),
            FieldPanel("body"),
            FieldRowPanel([FieldPanel("image"), FieldPanel("image_alt")]),
            FieldPanel("tags", widget=forms.CheckboxSelectMultiple),
        ],
        heading=_("Text, picture, themes"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel("spoken_languages"),
            FieldPanel("interpreted_into"),
            FieldPanel("cohosts", widget=forms.CheckboxSelectMultiple),
            FieldRowPanel([FieldPanel("audience"), FieldPanel("listed")]),
            FieldPanel("access"),
            FieldPanel("access_note"),
            FieldRowPanel(
                [
                    FieldPanel("contact_name"),
                    FieldPanel("contact_email"),
                    FieldPanel("contact_phone"),
                ]
            ),
        ],
        heading=_("Who: languages, hosts, access, contact"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel("attendance_mode"),
            PageChooserPanel("venue_space"),
            FieldPanel("venue_name"),
            FieldRowPanel([FieldPanel("venue_street"), FieldPanel("venue_postcode")]),
            FieldRowPanel([FieldPanel("venue_city"), FieldPanel("venue_country")]),
            FieldRowPanel([FieldPanel("venue_latitude"), FieldPanel("venue_longitude")]),
            FieldPanel("online_url"),
            FieldPanel("online_url_public"),
        ],
        heading=_("Where: another place, or online"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("ends_on"), FieldPanel("timezone")]),
            FieldRowPanel([FieldPanel("repeat"), FieldPanel("repeat_every")]),
            FieldPanel("repeat_weekdays"),
            FieldRowPanel([FieldPanel("repeat_until"), FieldPanel("repeat_count")]),
            FieldRowPanel([FieldPanel("extra_dates"), FieldPanel("skipped_dates")]),
        ],
        heading=_("Several days, or a series"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("price_kind"), FieldPanel("price_amount")]),
            FieldPanel("price_note"),
            FieldPanel("ticket_url"),
            FieldPanel("registration_mode"),
            FieldRowPanel(
                [FieldPanel("capacity"), FieldPanel("max_party"), FieldPanel("waiting_list")]
            ),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_hours_before")]),
            FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("confirm_address")]),
            FieldRowPanel([FieldPanel("ask_company"), FieldPanel("ask_needs")]),
        ],
        heading=_("Price and registration"),
        classname="collapsed",
    ),
    InlinePanel("translations", heading=_("Other languages (optional)"), classname="collapsed"),
    InlinePanel("evidence", heading=_("Documents for the funder"), classname="collapsed"),
]

TRANSLATION_PANELS: list[Any] = [
    FieldPanel("language"),
    FieldPanel("title"),
    FieldPanel("summary"),
    FieldPanel("body"),
    FieldPanel("image_alt"),
    FieldRowPanel([FieldPanel("price_note"), FieldPanel("access_note")]),
    FieldPanel("machine"),
]

EVIDENCE_PANELS: list[Any] = [FieldPanel("document"), FieldPanel("kind")]
