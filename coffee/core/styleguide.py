"""Stand-ins for the objects that components show, so that the style guide needs no database."""

from __future__ import annotations

import calendar
import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.messages.constants import ERROR, INFO, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coffee.core.blocks import BodyBlock
from coffee.core.language import RichText, Text, current_language, language_codes
from coffee.core.visibility import PRESETS

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = "styleguide"


class Sample(SimpleNamespace):
    """Any object of a component: attributes as given, `text(field)` in the language of `language`."""

    language: str

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{"language": current_language(), **attributes})

    def text(self, field: str = "value", language: str | None = None) -> Text:
        """The attribute as a Text, as a TranslatedPage gives it."""
        return Text(getattr(self, field, ""), self.language)

    def get_absolute_url(self) -> str:
        """Nowhere: a sample has no page."""
        return "#content"


class SampleForm(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(label=gettext_lazy("Your e-mail address"))
    name = forms.CharField(label=gettext_lazy("Your name"), required=False)
    message = forms.CharField(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("What you are working on, and what you would like to talk about."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    rhythm = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect)
    spoken = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken"), widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("Available now"), required=False)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("language", "spoken"):
            self.fields[name].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.fields["rhythm"].choices = [  # type: ignore[attr-defined]
            ("week", _("This week")),
            ("month", _("This month")),
        ]


def other_language() -> str:
    """A language that is not the reader's, for texts that must be marked."""
    return next(code for code in language_codes() if code != current_language())


def sample_space(name: str, town: str, accent: str, **more: Any) -> Sample:
    """A space with what place, card, chip and map read."""
    attributes = {
        "pk": 1,
        "slug": name.lower(),
        "title": name,
        "name": name,
        "accent": accent,
        "is_centre": False,
        "city": Sample(label=Text(town, current_language())),
        "country": "BE",
        "country_label": _("Belgium"),
        "tagline": _("Coworking space"),
        "upcoming_count": 7,
    }
    return Sample(**attributes | more)


def sample_body(language: str) -> RichText:
    """A running text with a block of each kind that needs no uploaded picture."""
    blocks = [
        {"type": "heading", "value": "Café & co"},
        {"type": "paragraph", "value": "<p>Un <b>café</b> ?</p><ul><li>oui</li></ul>"},
        {"type": "quote", "value": {"text": "C'est l'heure : au café !", "cite": "Anna Kop"}},
    ]
    return RichText(BodyBlock().to_python(blocks), language)


def sample_date(lead: Sample, **more: Any) -> Sample:
    """One date of an event with what row, ticket, pass and seats read."""
    start = timezone.localtime().replace(hour=12, minute=15)
    end = start + dt.timedelta(hours=1)
    page = Sample(
        price_kind="free",
        get_price_kind_display=lambda: _("Free"),
        contact_email="agenda@example.org",
        waiting_list=True,
        access=[],
    )
    attributes = {
        "title": "Open koffie",
        "lead": lead,
        "others": [],
        "event": page,
        "place": Sample(
            name=lead.name, space=lead, street="Rue de Pont", town=str(lead.city.label)
        ),
        "start": start,
        "end": end,
        "starts_at": start,
        "ends_at": end,
        "start_date": start.date(),
        "end_date": end.date(),
        "clock_start": start.time(),
        "clock_end": end.time(),
        "days": 1,
        "length": "1 h",
        "kind_label": _("Workshop"),
        "spoken": language_codes(),
        "url": "#content",
    }
    return Sample(**attributes | more)


def sample_month() -> Sample:
    """The present month, with something on every fifth day."""
    today = timezone.localdate()
    weeks = [
        [
            Sample(
                date=day,
                is_out=day.month != today.month,
                is_today=day == today,
                count=2 if day.day % 5 == 0 else 0,
                accents=["rose", "blue"],
                href="#content",
            )
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(today.year, today.month)
    ]
    return Sample(first=today.replace(day=1), weeks=weeks, weekdays=[day.date for day in weeks[0]])


def sample_card(space: Sample) -> Sample:
    """A coworker with a skill that the search found under its other name."""
    own, other = Text("webdev", current_language()), Text("webontwikkeling", other_language())
    person = Sample(
        name="Anna Kop", initials="AK", headline="Kop of tas", space=space, speaks=True,
        spoken=language_codes(),
    )  # fmt: skip
    skill = Sample(own=own, other=other, mark="other")
    return Sample(
        person=person, top=[skill, Sample(own=Text("Python", current_language()))], more=2
    )


def sample_dates(rose: Sample, blue: Sample) -> list[Sample]:
    """Dates in their states: ordinary, in another language across the border, full, cancelled."""
    return [
        sample_date(blue, badge=_("Tonight"), has_last_seats=True),
        sample_date(rose, language=other_language(), others=[blue]),
        sample_date(blue, is_full=True),
        sample_date(rose, is_cancelled=True, all_day=True),
    ]


def samples() -> dict[str, Any]:
    """The objects that the files of templates/styleguide/ show."""
    rose = sample_space("Kop", "Lille", "rose", country="FR", country_label=_("France"))
    blue = sample_space("Tas", "Tournai", "blue", pk=2)
    centre = sample_space("Lab", "Mons", "slate", pk=3, is_centre=True, tagline="")
    stops = [
        Sample(x=99.5, y=92.0, anchor="middle", name_x=99.5, lines=[Sample(space=rose, y=136.0, city_y=154.0)]),
        Sample(
            x=360.0,
            y=173.0,
            anchor="end",
            name_x=382.0,
            lines=[Sample(space=blue, y=109.0, city_y=None), Sample(space=centre, y=127.0, city_y=145.0)],
        ),
    ]  # fmt: skip
    levels = [
        (SUCCESS, _("Your place is confirmed: Tuesday 24 November at 12:15, ESCO. An e-mail is on its way.")),
        (ERROR, _("Enter a full address, such as name@example.org.")),
        (INFO, _("This text is not translated yet.")),
    ]  # fmt: skip
    return {
        "accents": ["rose", "blue", "green", "violet", "amber", "slate", "teal", "olive", "magenta", "cocoa"],
        "sample_spaces": [rose, blue, centre],
        "sample_space": blue,
        "sample_stops": stops,
        "sample_dates": sample_dates(rose, blue),
        "sample_month": sample_month(),
        "sample_card": sample_card(blue),
        "sample_post": Sample(
            title="Open koffie", summary="Kop, tas, kan.", language=other_language(), space=rose,
            byline="Anna Kop", date=timezone.localdate(), minutes=4,
        ),
        "sample_codes": language_codes(),
        "sample_pairs": list(settings.LANGUAGES),
        "sample_crumbs": [Sample(url="#content", label=_("Spaces"))],
        "sample_presets": list(PRESETS.values()),
        "cell_yes": Sample(yes=True, note=Text("kleine zaal", other_language())),
        "cell_fact": Sample(fact=Sample(value="300 m²", as_of="2012")),
        "sample_form": SampleForm(),
        "sample_form_with_errors": SampleForm({"email": "anna@example", "website": "x"}),
        "sample_messages": [Message(level, text) for level, text in levels],
        "sample_page": Paginator(range(200), 10).page(7),
        "sample_fact": Sample(value="300 m²", as_of="2012"),
        "sample_note": Text("kleine zaal", other_language()),
        "sample_foreign": Text("Open koffie", other_language()),
        "sample_body": sample_body(other_language()),
    }  # fmt: skip


def component_names(folder: Path) -> list[str]:
    """The components of a template folder, by name."""
    return sorted(path.name.partition(".")[0] for path in (folder / "components").iterdir())


def sample_template(name: str) -> str:
    """The template that shows a component in its states."""
    return f"{SAMPLES}/{name}.html"
