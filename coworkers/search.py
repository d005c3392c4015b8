"""The index of people, and the search in it: integer weights, so every database gives the same order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from coffee.core.language import Text, current_language
from coffee.core.text import clean, fold, is_stop_word, term, variants, words
from coworkers import languages, lexicon
from coworkers.categories import CATEGORY_CODES, bit
from coworkers.models import Profile, ProfileTerm
from coworkers.querysets import OWNER, visible_q
from coworkers.vocabulary import Unit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from coffee.users.models import User
    from coworkers.filters import Selection
    from coworkers.lexicon import Lexicon, SkillInfo
    from coworkers.querysets import ProfileQuerySet
    from coworkers.vocabulary import Vocabulary

# Weights of terms. Small integers: their sum is the score.
NAME, PLACE, NEED = 10, 3, 2
DECLARED: Final = 6  # plus the level, 1 to 3
MENTIONED: Final = {"headline": 4, "bio": 2, "offer": 2}
WORD: Final = {"headline": 4, "bio": 1, "offer": 1}


@dataclass(frozen=True)
class Evidence:
    """Why a profile is found under a term: what weighs, and what can be shown of it."""

    weight: int
    kind: str  # name, skill, text, place
    shown: Text | None = None
    skill: int | None = None


# --- the index


def evidence(profile: Profile, words_of: Lexicon) -> dict[str, Evidence]:
    """Every term under which a search finds a profile, with its best reason. Reads texts, skills and town."""
    found: dict[str, Evidence] = {}
    for key, reason in _reasons(profile, words_of):
        if key not in found or found[key].weight < reason.weight:
            found[key] = reason
    return found


def _reasons(profile: Profile, words_of: Lexicon) -> Iterator[tuple[str, Evidence]]:
    for word in words(profile.name):
        yield term("w", fold(word.lower)), Evidence(NAME, "name", Text(profile.name))
    for item in profile.skill_items.all():
        yield term("s", item.tag_id), Evidence(DECLARED + item.level, "skill", skill=item.tag_id)
    for row in profile.texts.all():
        for field, weight in MENTIONED.items():
            text = clean(getattr(row, field))
            for skill in words_of.vocabulary.occurrences(text, row.language):
                yield term("s", skill), Evidence(weight, "text", skill=skill)
            for word in words(text):
                shown = Text(text[word.start : word.end], row.language)
                for form in () if is_stop_word(word.lower) else variants(word.lower, row.language):
                    yield term(row.language, form), Evidence(WORD[field], "text", shown)
    yield term("p", profile.space.city.key), Evidence(PLACE, "place")


def deal(pk: int, day: dt.date | None = None) -> int:
    """A place in the order that is dealt anew each week, so that no space or letter is always first."""
    year, week, _weekday = (day or timezone.localdate()).isocalendar()
    return int.from_bytes(sha256(f"{year}-{week}:{pk}".encode()).digest()[:3])


def derived(profile: Profile, words_of: Lexicon) -> dict[str, int | str | bool]:
    """The columns by which the catalogue filters, worked out from what the person entered."""
    skills = [words_of.skills.get(item.tag_id) for item in profile.skill_items.all()]
    texts = list(profile.texts.all())
    return {
        "country": profile.space.country,
        "categories_mask": reduce(or_, (_category_bit(skill) for skill in skills), 0),
        "languages_mask": languages.mask(profile.speaks),
        "has_offer": any(row.offer for row in texts),
        "has_need": any(row.need for row in texts) or bool(profile.need_items.all()),
        "deal": deal(profile.pk),
    }


def _category_bit(skill: SkillInfo | None) -> int:
    return bit(skill.category) if skill and skill.category in CATEGORY_CODES else 0


def index_profile(profile: Profile, words_of: Lexicon | None = None) -> int:
    """Write terms and derived columns. Belongs into the transaction that changes the profile.

    Nothing of a profile that only its owner may see is in the index. Returns the number of changed terms.
    """
    with transaction.atomic():
        words_of = words_of or lexicon.current()
        # Read again: the caller's copy may hold prefetched rows of before the change.
        fresh = (
            Profile.objects.select_related("space__city")
            .prefetch_related("texts", "skill_items", "need_items")
            .get(pk=profile.pk)
        )
        columns = derived(fresh, words_of)
        Profile.objects.filter(pk=fresh.pk).update(**columns)
        for name, value in columns.items():
            setattr(profile, name, value)
        return ProfileTerm.write(fresh, terms_of(fresh, words_of))


def terms_of(profile: Profile, words_of: Lexicon) -> dict[str, int]:
    """The index rows of a profile; none for one that only its owner may see."""
    if profile.shown_to == OWNER:
        return {}
    terms = {key: reason.weight for key, reason in evidence(profile, words_of).items()}
    # Under `n:` no search finds anybody: calls for collaboration do.
    return terms | {term("n", need.skill_id): NEED for need in profile.need_items.all()}


# --- the query


@dataclass(frozen=True)
class Query:
    """What was typed, as units that must all be met. `corrected` maps a mistyped word to what was searched."""

    text: str
    units: tuple[Unit, ...]
    corrected: dict[str, str]

    @property
    def is_empty(self) -> bool:
        """True for nothing, and for signs or little words alone: then everybody is listed."""
        return not self.units


def understand(
    text: str, user: User | AnonymousUser | None, words_of: Lexicon, language: str | None = None
) -> Query:
    """Read a query. A long word that finds nobody is taken for the nearest known one; one query at most."""
    if not text:
        return Query("", (), {})
    language = language or current_language()
    units = words_of.vocabulary.match(text, language)
    guesses = {
        unit: nearest
        for unit in units
        if unit.kind == "word" and (nearest := words_of.vocabulary.corrections(unit.text))
    }
    if guesses:
        wanted = {key for unit in guesses for key in unit.terms}
        rows = ProfileTerm.objects.filter(visible_q(user, "profile__"), term__in=wanted)
        known = set(rows.values_list("term", flat=True).distinct())
        guesses = {unit: near for unit, near in guesses.items() if not unit.terms & known}
    corrected = {unit.text: ", ".join(near) for unit, near in guesses.items()}
    units = [
        _nearest(unit, guesses[unit], words_of.vocabulary, language) if unit in guesses else unit
        for unit in units
    ]
    return Query(text, tuple(units), corrected)


def _nearest(unit: Unit, near: Sequence[str], vocabulary: Vocabulary, language: str) -> Unit:
    """One unit that is met by any of the words that a mistyped one may have meant."""
    meant = [other for word in near for other in vocabulary.match(word, language)]
    known = next((other for other in meant if other.kind != "word"), meant[0])
    return Unit(
        known.kind,
        unit.text,
        frozenset[str]().union(*(other.terms for other in meant)),
        tuple(dict.fromkeys(pk for other in meant for pk in other.concepts)),
        known.label,
        known.place,
    )


def hits(
    user: User | AnonymousUser | None, units: Sequence[Unit], conditions: Q | None = None
) -> QuerySet[ProfileTerm, Any]:
    """One row for each visible profile that meets every unit, with its weight per unit.

    Starts from the term table: starting from profiles, SQLite would walk all of them.
    """
    terms = {key for unit in units for key in unit.terms}
    rows = ProfileTerm.objects.filter(visible_q(user, "profile__"), term__in=terms)
    if conditions:
        rows = rows.filter(conditions)
    weights = {
        f"unit{i}": Max("weight", filter=Q(term__in=unit.terms)) for i, unit in enumerate(units)
    }
    found = rows.order_by().values("profile_id").annotate(**weights)
    return found.filter(**{f"{name}__isnull": False for name in weights})


def people(user: User | AnonymousUser | None, units: Sequence[Unit]) -> ProfileQuerySet:
    """Everyone visible whom the query finds, before any filter and in no order: for counting."""
    if not units:
        return Profile.objects.visible_to(user)
    return Profile.objects.filter(pk__in=hits(user, units).values("profile_id"))


def page_of_people(
    user: User | AnonymousUser | None,
    units: Sequence[Unit],
    chosen: Selection,
    start: int,
    length: int,
) -> list[Profile]:
    """One page in the order of the search: score, then the deal of the week, then id."""
    if not units:
        everyone = Profile.objects.visible_to(user).filter(chosen.conditions())
        return list(everyone.for_listing()[start : start + length])
    found = hits(user, units, chosen.conditions(prefix="profile__"))
    score: Any = F("unit0")
    for i in range(1, len(units)):
        score += F(f"unit{i}")
    ordered = found.annotate(score=score, dealt=Max("profile__deal"))
    ordered = ordered.order_by("-score", "dealt", "profile_id")
    ids = [row["profile_id"] for row in ordered[start : start + length]]
    rows = {row.pk: row for row in Profile.objects.for_listing().filter(pk__in=ids)}
    return [rows[pk] for pk in ids if pk in rows]


def reindex(profiles: Iterable[Profile]) -> int:
    """Index many profiles with one lexicon, each in a transaction of its own. Returns how many changed."""
    words_of = lexicon.current()
    return sum(1 for profile in profiles if index_profile(profile, words_of))
