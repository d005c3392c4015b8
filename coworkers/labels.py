"""A tree of labels by their analysed words: finds the longest label at a place in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coffee.core.text import Word, fold, is_stop_word, variants, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Longer labels are offered while someone types, but not looked for in queries and texts.
MAX_WORDS: Final = 5

# Names of places are labels in a language without a stemmer: only accents and case do not count.
PLACE: Final = ""

PREF, ALT, HIDDEN = "pref", "alt", "hidden"
_KINDS: Final = {PREF: 0, ALT: 1, HIDDEN: 2}

# Two words are tried as one only when some label begins with these letters: stemming is dear.
_JOINED_START: Final = 5


class Label(NamedTuple):
    """A label or the name of a place; `key` is its folded words, `subject` a skill or a place."""

    key: str
    subject: int | str
    language: str
    kind: str
    text: str

    @property
    def order(self) -> tuple[int, str, str]:
        """Preferred ones first, then by alphabet."""
        return (_KINDS.get(self.kind, 1), self.key, str(self.subject))

    def is_spelt(self, key: str) -> bool:
        """Tell whether these are the same letters, joined words and hyphens apart."""
        return self.key.replace(" ", "") == key.replace(" ", "")


class _Node:
    """One step into the tree: a form of a word leads on, labels may end here."""

    __slots__ = ("labels", "steps")

    def __init__(self) -> None:
        self.steps: dict[str, _Node] = {}
        self.labels: list[Label] = []


def keys(found: Iterable[Word]) -> list[str]:
    """Return the words as they are compared letter by letter."""
    return [fold(word.lower) for word in found]


def key_of(found: Iterable[Word]) -> str:
    """Return the words as one string, the `key` of a label."""
    return " ".join(keys(found))


def is_little(word: Word) -> bool:
    """Tell whether a word is a stop word in some language; a query has no language of its own."""
    return is_stop_word(word.lower)


class LabelTree:
    """Labels of all languages. A word leads on when it shares an analysed form with the label's."""

    def __init__(self) -> None:
        self.languages: list[str] = []
        self._roots: dict[str, _Node] = {}
        self._starts: set[str] = set()
        self._exceptions: dict[str | None, set[str]] = {}

    def meaningful(self, found: Iterable[Word], language: str | None = None) -> list[Word]:
        """Leave out little words, but not those that name something in this language.

        "Dans" is a skill in Dutch, though French has a stop word of these letters.
        """
        exceptions = self._exceptions.get(language, set())
        return [word for word in found if not is_little(word) or fold(word.lower) in exceptions]

    def add(self, label: Label) -> None:
        """Take a label in; more than five meaningful words are too many."""
        found = words(label.text)
        content = self.meaningful(found) or found
        if len(found) == 1 and is_little(found[0]) and not is_stop_word(label.key, label.language):
            self._exceptions.setdefault(label.language, set()).add(label.key)
        if not content or len(content) > MAX_WORDS:
            return
        if label.language not in self._roots:
            self._roots[label.language] = _Node()
            self.languages.append(label.language)
        steps = [variants(word.lower, label.language) for word in content]
        self._insert(label, steps)
        if len(content) == len(found) <= 2:
            self._starts.add(label.key.replace(" ", "")[:_JOINED_START])
        if len(content) == len(found) == 2:  # "e-commerce" is also typed "ecommerce"
            first = fold(content[0].lower)
            self._insert(label, [frozenset(first + form for form in steps[1])])

    def _insert(self, label: Label, steps: Iterable[frozenset[str]]) -> None:
        nodes = [self._roots[label.language]]
        for forms in steps:
            nodes = [node.steps.setdefault(form, _Node()) for node in nodes for form in forms]
        for node in nodes:
            node.labels.append(label)

    def longest(
        self, found: Sequence[Word], position: int, languages: Iterable[str] | None = None
    ) -> tuple[int, list[Label]]:
        """Return how many words the longest labels from here on take, and all of that length."""
        wanted = self.languages if languages is None else list(languages)
        window = found[position : position + MAX_WORDS]
        longest, labels = 0, dict[Label, None]()
        for language in wanted:
            for length, here in self._ends([word.lower for word in window], language):
                if length > longest:
                    longest, labels = length, {}
                if length == longest:
                    labels.update(dict.fromkeys(here))
        if longest < 2 and (joined := self._joined(window)):
            ends = [here for language in wanted for _, here in self._ends([joined], language)]
            if ends:
                longest, labels = 2, dict.fromkeys(label for here in ends for label in here)
        return longest, _of_typed_language(list(labels), key_of(window[:longest]))

    def _ends(self, path: Iterable[str], language: str) -> Iterator[tuple[int, list[Label]]]:
        """Yield every length at which labels of this language end, shortest first."""
        nodes = [self._roots[language]] if language in self._roots else []
        for length, word in enumerate(path, 1):
            forms = variants(word, language)
            nodes = [node.steps[form] for node in nodes for form in forms if form in node.steps]
            if not nodes:
                return
            if here := [label for node in nodes for label in node.labels]:
                yield length, here

    def _joined(self, window: Sequence[Word]) -> str:
        """Return two neighbours as one word ("web ontwikkelaar"), if some label begins like it."""
        if len(window) < 2 or window[1].start - window[0].end != 1:
            return ""
        joined = window[0].lower + window[1].lower
        return joined if fold(joined)[:_JOINED_START] in self._starts else ""


def _of_typed_language(labels: list[Label], key: str) -> list[Label]:
    """Keep the languages in which a label is spelt exactly as typed, if there are any.

    Stems of another language meet by accident: in English "formation" has the stem of "format".
    """
    languages = {label.language for label in labels if label.is_spelt(key)}
    return [label for label in labels if label.language in languages] if languages else labels
