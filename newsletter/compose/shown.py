"""What an item shows in one language: plain values that can be frozen, mailed, and shown in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from django.utils import timezone, translation
from django.utils.formats import date_format

from blog.models import PostPage
from coffee.core.language import Text, labelled, language_codes
from coffee.core.typography import typographic
from coworkers.models import Profile
from events.models import EventPage
from newsletter.texts import without_private_use

if TYPE_CHECKING:
    import datetime as dt

    from events.models import Occurrence
    from newsletter.models import IssueItem
    from spaces.models import SpacePage

BLURB_LENGTH = 320
SKILLS = 3


class Host(TypedDict):
    """A space as a card names it; the words that components of pages use."""

    name: str
    city: str
    country: str
    accent: str
    is_centre: bool


class Skill(TypedDict):
    """A skill and the language of its word."""

    text: str
    language: str


class Shown(TypedDict, total=False):
    """One item in one language. `starts` and `occurrence` let a later issue see whether a date has moved."""

    kind: str
    title: str
    title_language: str
    blurb: str
    blurb_language: str
    url: str
    hosts: list[Host]
    place: str
    accent: str
    spaces: list[int]
    countries: list[str]
    starts: str
    occurrence: int
    is_cancelled: bool
    date: str
    day: str
    weekday: str
    month: str
    time: str
    by: str
    minutes: int
    initials: str
    skills: list[Skill]


def tidy(text: object, language: str) -> str:
    """A text on one line, set as its language does it, without place-holder characters."""
    line = " ".join(without_private_use(str(text)).split())
    return typographic(line, language)


def cut(text: str, most: int = BLURB_LENGTH) -> str:
    """At most so many characters, cut between words."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(",;:. ") + "…"


def host(space: SpacePage) -> Host:
    """The space in the active language."""
    return {
        "name": space.name,
        "city": str(space.city.label),
        "country": space.country,
        "accent": space.accent,
        "is_centre": space.is_centre,
    }


def hosted(spaces: list[SpacePage]) -> Shown:
    """Where something comes from, in the active language."""
    hosts = [host(space) for space in spaces]
    return {
        "hosts": hosts,
        "place": " + ".join(f"{one['name']}, {one['city']}" for one in hosts),
        "accent": hosts[0]["accent"] if hosts else "slate",
        "spaces": [space.pk for space in spaces],
        "countries": list(dict.fromkeys(space.country for space in spaces)),
    }


def next_date(event: EventPage, at: dt.datetime) -> Occurrence | None:
    """The date that an issue announces: the next that takes place, else the next that is cancelled."""
    dates = event.occurrences.listed().upcoming(at)
    return dates.taking_place().first() or dates.first()


def event(page: EventPage, at: dt.datetime) -> Shown | None:
    """An event by its next date, in the active language. None when it is over or not public."""
    date = next_date(page, at) if page.is_public else None
    if date is None:
        return None
    start = date.start
    day = date_format(start, "l j F")
    clock = "" if date.all_day else date_format(start, "H:i")
    return {
        "kind": "event",
        "url": page.url_of(date),
        "starts": date.starts_at.isoformat(),
        "occurrence": date.pk,
        "is_cancelled": date.is_cancelled,
        "date": f"{day}, {clock}" if clock else day,
        "day": date_format(start, "j"),
        "weekday": date_format(start, "l"),
        "month": date_format(start, "N"),
        "time": clock,
        **hosted(date.hosts),
    }


def post(page: PostPage, at: dt.datetime) -> Shown | None:
    """A post, in the active language. None when it is not public yet, or no longer."""
    if not page.live or page.date > timezone.localdate(at):
        return None
    return {
        "kind": "post",
        "url": page.get_absolute_url(),
        "starts": page.date.isoformat(),
        "date": date_format(page.date, "j F"),
        "by": tidy(page.byline, page.language),
        "minutes": page.minutes,
        **hosted([page.space] if page.space else []),
    }


def person(profile: Profile, at: dt.datetime) -> Shown | None:
    """A person, in the active language. None without the consent to be mentioned in the newsletter."""
    if not (profile.mention_ok and profile.is_public(at)):
        return None
    return {
        "kind": "person",
        "url": profile.get_absolute_url(),
        "initials": profile.initials,
        "skills": skills(profile),
        **hosted([profile.space]),
    }


def skills(profile: Profile) -> list[Skill]:
    """What the person does best, in words of the active language where there are any."""
    best = profile.skill_items.select_related("tag").order_by("-level", "pk")[:SKILLS]
    labels = [item.tag.label() for item in best]
    return [{"text": tidy(label, label.language), "language": label.language} for label in labels]


def custom(item: IssueItem) -> Shown | None:
    """A text of its own. None when nothing was written, or what it stood for was deleted."""
    if item.section != item.CUSTOM:
        return None
    return {"kind": "custom", "url": "", **hosted([])}


def own_words(item: IssueItem, field: str, language: str, *, anywhere: bool) -> Text:
    """What the sender wrote in place of the page's words; `anywhere`: in any language rather than nothing."""
    words = {code: str(texts.get(field, "")) for code, texts in item.texts.items()}
    if not anywhere:
        words = {language: words.get(language, "")}
    return labelled(words, language)


def in_language(item: IssueItem, language: str, at: dt.datetime) -> Shown | None:
    """What an item shows in a language; None when there is nothing that may be shown."""
    with translation.override(language):
        source, facts, blurb_field = _source(item, at)
        if facts is None:
            return None
        alone = source is None
        title = own_words(item, "title", language, anywhere=alone)
        blurb = own_words(item, "blurb", language, anywhere=alone)
        if source is not None:
            title = title or _title(source, language)
            blurb = blurb or source.text(blurb_field, language)
        url = own_words(item, "url", language, anywhere=alone)
        if not title:
            return None
        return {
            **facts,
            "title": tidy(title, title.language),
            "title_language": title.language,
            "blurb": cut(tidy(blurb, blurb.language)),
            "blurb_language": blurb.language,
            "url": str(url) or facts["url"],
        }


def _title(source: Any, language: str) -> Text:
    if isinstance(source, Profile):
        # A name is in no language: it is never marked.
        return Text(source.name, language)
    return Text(*_pair(source.text("title", language)))


def _pair(text: Any) -> tuple[str, str]:
    return str(text), text.language


def _source(item: IssueItem, at: dt.datetime) -> tuple[Any, Shown | None, str]:
    """The object behind an item, its facts, and the name of its short text."""
    if item.profile is not None:
        return item.profile, person(item.profile, at), "headline"
    if item.page is None:
        return None, custom(item), ""
    page = item.page.specific
    if isinstance(page, EventPage):
        return page, event(page, at), "summary"
    if isinstance(page, PostPage):
        return page, post(page, at), "summary"
    return page, None, ""


def in_every_language(item: IssueItem, at: dt.datetime) -> dict[str, Shown]:
    """What is frozen of an item; empty when there is nothing that may be shown."""
    found = {code: in_language(item, code, at) for code in language_codes()}
    return {code: shown for code, shown in found.items() if shown is not None}
