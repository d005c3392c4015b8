"""Finds concepts and places in what people type, by the labels of all skills, kept in memory."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from coffee.core.text import (
    STEMMERS,
    Speller,
    Word,
    clean,
    fold,
    term,
    word_terms,
    words,
)
from coworkers.labels import HIDDEN, PLACE, PREF, Label, LabelTree, is_little, key_of, keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_QUERY: Final = 200
MAX_UNITS: Final = 8


# Up to this length a label such as "compta" shares its stem with ordinary words ("compte").
SHORT_LABEL: Final = 6


def is_accident(label: str, found: Sequence[Word]) -> bool:
    """True when a short label and a word of running text have only their stem in common."""
    return len(found) == 1 and len(label) <= SHORT_LABEL and fold(label) != fold(found[0].lower)


class Name(NamedTuple):
    """A text with the language it is in, for the `lang` of whoever shows it."""

    language: str
    text: str


@dataclass(frozen=True)
class Unit:
    """One piece of a query. A hit has any of its terms; a result has a hit of every unit.

    `text` is the piece as it was typed. A concept may mean several skills, `label` is the one name
    that matched best. A place has its key in `place`.
    """

    kind: Literal["concept", "place", "word"]
    text: str
    terms: frozenset[str]
    concepts: tuple[int, ...] = ()
    label: Name | None = None
    place: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A skill offered while someone types: its name for the reader, and the one that matched."""

    skill: int
    label: Name
    via: Name


class Vocabulary:
    """All labels and places in memory. Immutable after it is made, safe between threads."""

    def __init__(
        self,
        labels: Iterable[tuple[int, str, str, str]],
        places: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Take labels as (skill id, language, kind, text) and places as (key, name)."""
        self._tree = LabelTree()
        self._labels: list[Label] = []
        self._places: list[str] = []
        self._preferred: dict[int, dict[str, str]] = {}
        self._first: dict[int, Name] = {}
        for skill, language, kind, text in labels:
            self._add(skill, language, kind, text)
        for key, name in places:
            self._tree.add(Label(key_of(words(name)), key, PLACE, PREF, name))
            self._places.append(name)

    def _add(self, skill: int, language: str, kind: str, text: str) -> None:
        self._first.setdefault(skill, Name(language, text))
        if kind == PREF:
            self._preferred.setdefault(skill, {})[language] = text
        label = Label(key_of(words(text)), skill, language, kind, text)
        if label.key:
            self._labels.append(label)
            self._tree.add(label)

    # Names

    def __len__(self) -> int:
        """Tell how many skills there are."""
        return len(self._first)

    def names(self, skill: int) -> dict[str, str]:
        """Return the preferred label of a skill by language; empty for an unknown skill."""
        return dict(self._preferred.get(skill, {}))

    def name(self, skill: int, language: str) -> Name:
        """Return what the skill is called in this language, else in the first that has a name."""
        names = self._preferred.get(skill, {})
        found = next((code for code in (language, *STEMMERS, *names) if code in names), None)
        return self._first[skill] if found is None else Name(found, names[found])

    # Queries

    def match(self, query: str, language: str | None = None) -> list[Unit]:
        """Split a query into concepts, places and words, longest match first.

        The reader's language only chooses between equal labels. Stop words alone are no query,
        unless it is a single one: then it may be a name ("An", "Ton").
        """
        text = clean(query[:MAX_QUERY])
        typed = words(text)
        content = self._tree.meaningful(typed, language)
        found = content or typed
        units: list[Unit] = []
        position = 0
        while position < len(found) and len(units) < MAX_UNITS:
            length, labels = self._tree.longest(found, position)
            piece = found[position : position + max(length, 1)]
            shown = text[piece[0].start : piece[-1].end]
            if labels:
                units.append(_known(shown, piece, labels, language))
            elif content:
                units.append(Unit("word", shown, word_terms(piece[0].lower)))
            elif len(found) == 1:
                units.append(Unit("word", shown, frozenset({term("w", fold(piece[0].lower))})))
            position += len(piece)
        return units

    def occurrences(self, text: str, language: str) -> set[int]:
        """Return the skills that running text of one language mentions, longest labels first."""
        found = self._tree.meaningful(words(text), language)
        skills: set[int] = set()
        position = 0
        while position < len(found):
            length, labels = self._tree.longest(found, position, [language])
            here = found[position : position + length]
            skills.update(
                label.subject
                for label in labels
                if isinstance(label.subject, int) and not is_accident(label.text, here)
            )
            position += max(length, 1)
        return skills

    # Mistyped words

    def corrections(self, word: str) -> list[str]:
        """Return up to three words of labels and places that a word without hits may mean."""
        return self._speller.suggest(word)

    @cached_property
    def _speller(self) -> Speller:
        # Hidden labels are there to be found, not to be shown.
        shown = [label.text for label in self._labels if label.kind != HIDDEN]
        return Speller(
            word.lower
            for text in [*shown, *self._places]
            for word in words(text)
            if not is_little(word)
        )

    # The picker

    def suggest(self, prefix: str, language: str, limit: int = 10) -> list[Suggestion]:
        """Return skills for what has been typed so far; one letter finds only what is called so.

        First labels that begin with it, then those with a word that does, then other forms of the
        same words, then mistyped ones. The reader's language goes first within each.
        """
        typed = words(prefix[:MAX_QUERY])
        key = key_of(typed)
        if not key:
            return []
        if len(key) == 1:
            return self._suggestions([self._called(key)], language, key, limit)
        groups = (
            _beginning(self._by_start, key),
            _beginning(self._by_word, key),
            self._same(typed, language),
            self._mistyped(typed),
        )
        return self._suggestions(groups, language, key, limit)

    def _suggestions(
        self, groups: Iterable[Iterable[Label]], language: str, key: str, limit: int
    ) -> list[Suggestion]:
        found: dict[int, Suggestion] = {}
        for group in groups:
            if len(found) >= limit:
                break
            ranked = sorted(
                group, key=lambda label: (label.language != language, label.key != key, label.order)
            )
            for label in ranked:
                if isinstance(skill := label.subject, int) and skill not in found:
                    name = self.name(skill, language)
                    # A hidden label is not shown, not even as the reason.
                    via = name if label.kind == HIDDEN else Name(label.language, label.text)
                    found[skill] = Suggestion(skill, name, via)
        return list(found.values())[:limit]

    def _called(self, key: str) -> list[Label]:
        return [label for label in _beginning(self._by_start, key) if label.key == key]

    def _same(self, typed: list[Word], language: str) -> Iterator[Label]:
        """Yield labels that are other forms of what was typed ("boekhouders")."""
        found = self._tree.meaningful(typed, language) or typed
        length, labels = self._tree.longest(found, 0)
        if length == len(found):
            yield from labels

    def _mistyped(self, typed: Sequence[Word]) -> Iterator[Label]:
        """Yield labels with a known word in the place of the first unknown one."""
        for position, word in enumerate(typed):
            if nearest := self.corrections(word.lower):
                for known in nearest:
                    key = " ".join([*keys(typed[:position]), known, *keys(typed[position + 1 :])])
                    yield from _beginning(self._by_start, fold(key))
                    yield from _beginning(self._by_word, fold(key))
                return

    @cached_property
    def _by_start(self) -> list[tuple[str, Label]]:
        return [(label.key, label) for label in sorted(self._labels)]

    @cached_property
    def _by_word(self) -> list[tuple[str, Label]]:
        return sorted(
            (label.key[at + 1 :], label)
            for label in self._labels
            for at, sign in enumerate(label.key)
            if sign == " "
        )


def _beginning(sorted_keys: list[tuple[str, Label]], prefix: str) -> Iterator[Label]:
    for position in range(bisect_left(sorted_keys, prefix, key=itemgetter(0)), len(sorted_keys)):
        key, label = sorted_keys[position]
        if not key.startswith(prefix):
            return
        yield label


def _known(shown: str, piece: Sequence[Word], labels: list[Label], language: str | None) -> Unit:
    """Make the unit of a piece that is a place or has at least one label."""
    terms = word_terms(piece[0].lower) if len(piece) == 1 else frozenset[str]()
    key = key_of(piece)
    best = sorted(
        labels,
        key=lambda label: (
            not label.is_spelt(key),
            -_common_start(label.key, key),
            label.language != language,
            label.order,
        ),
    )
    if place := next((label for label in best if label.language == PLACE), None):
        terms |= {term("p", place.subject)}
        return Unit("place", shown, terms, place=str(place.subject))
    concepts = tuple(dict.fromkeys(int(label.subject) for label in best))
    terms |= {term("s", concept) for concept in concepts}
    return Unit("concept", shown, terms, concepts, Name(best[0].language, best[0].text))


def _common_start(a: str, b: str) -> int:
    return next(
        (at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
