"""Turns text as people type it into the comparable words of search, in every language at once."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

import snowballstemmer

# Stored with every search index. Raise it whenever `fold`, `tokens`, `variants` or the pinned
# stemmer release answers differently: stems are data, and old ones would silently stop matching.
ANALYSIS_VERSION: Final = 1

STEMMERS: Final = {"fr": "french", "nl": "dutch", "en": "english"}

# Left out on purpose, because they are also names of trades or tools in one of the languages:
# fr "son" (sound), "être" (bien-être), "ai" (AI); en "it" (IT).
# fmt: off
STOP_WORDS: Final[dict[str, frozenset[str]]] = {
    "fr": frozenset([
        # elided: l'oeuvre, d'entreprise, qu'il, lorsqu'elle
        "c", "d", "j", "l", "m", "n", "qu", "s", "t", "jusqu", "lorsqu", "puisqu", "quoiqu",
        "a", "au", "aux", "avec", "ce", "ces", "cet", "cette", "chez", "dans", "de", "des",
        "donc", "du", "elle", "elles", "en", "entre", "est", "et", "eux", "il", "ils", "je",
        "la", "le", "les", "leur", "leurs", "ma", "mais", "me", "mes", "mon", "ne", "ni",
        "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "pour", "qui", "que", "sa",
        "sans", "se", "ses", "sont", "sous", "suis", "sur", "ta", "te", "tes", "ton", "tu",
        "un", "une", "vers", "vos", "votre", "vous", "y",
    ]),
    "nl": frozenset([
        # clitics: 's, 't, z'n, m'n, 'k
        "k", "m", "n", "s", "t", "z",
        "aan", "als", "ben", "bent", "bij", "daar", "dan", "dat", "de", "deze", "die",
        "dit", "door", "een", "en", "er", "geen", "had", "hebben", "hebt", "heeft", "het",
        "hier", "hij", "hoe", "hun", "ik", "in", "is", "je", "jij", "jou", "jouw", "jullie",
        "maar", "met", "mij", "mijn", "naar", "niet", "of", "om", "onder", "ons", "onze",
        "ook", "op", "over", "te", "tegen", "tot", "tussen", "u", "uit", "uw", "van",
        "voor", "waar", "want", "was", "wat", "we", "wie", "wij", "worden", "wordt", "ze",
        "zich", "zij", "zijn", "zonder",
    ]),
    "en": frozenset([
        "s", "t", "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "he",
        "her", "his", "i", "in", "is", "my", "not", "of", "on", "or", "our", "she", "that",
        "the", "their", "these", "they", "this", "those", "to", "we", "with", "you", "your",
    ]),
}
# fmt: on
ALL_STOP_WORDS: Final = frozenset().union(*STOP_WORDS.values())

TERM_LENGTH: Final = 48
# Longer "words" are no words; what follows is dropped before it costs memory or time.
WORD_LENGTH: Final = 64

_APOSTROPHES = str.maketrans(
    dict.fromkeys("\u00b4`\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201b\u2032", "'")
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})
# A dot belongs to the word only where one may start (".net", but not "site.be" or "...").
# The sign of C++, C# or F# closes a word; in "web+print" it joins two. Single letters around "&"
# are one word (R&D, B&B), and so are single letters with dots (T.V.A.).
_TOKEN = re.compile(
    r"(?<![\w&])[^\W\d_] ?& ?[^\W\d_](?![\w&])"
    r"|(?<![\w.])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w)|(?!\w))"
    r"|(?:(?<![\w.])\.)?(?:[^\W_][\u0300-\u036f]*)+(?:[+#]+(?![\w+#]))?"
)
_ABBREVIATION = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.?)+")

# Snowball knows the open syllable of "fotografen", but not of "panelen" and "materialen". In short
# words the vowel tells two words apart (maan, man).
_DOUBLE_VOWEL = re.compile(r"([aeou])\1(?=[^aeiou]$)")
_LONG_ENOUGH: Final = 6
# Plurals that Snowball leaves alone: photos, emplois, boulangers, lieux; technici.
_FRENCH_PLURAL = re.compile(r"(?<=\w{3})(?<!s)s$|(?<=[eo]u)x$")
_LATIN_PLURAL = re.compile(r"(?<=\w{2}ic)i$")


def clean(text: str) -> str:
    """Return the text in one spelling of Unicode, still readable: case and accents are kept.

    Control characters become spaces, invisible ones (soft hyphen, zero width, lone surrogates)
    disappear, every kind of apostrophe is the straight one.
    """
    if not text.isprintable():
        text = "".join(map(_visible, text))
    # Apostrophes first, for NFKC would turn a spacing acute accent into a space and a combining mark.
    return unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).translate(_APOSTROPHES)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cf", "Cs"} else character


def lower(text: str) -> str:
    """Return the cleaned text without case and ligatures; accents stay, the stemmers need them."""
    # Some capitals change their normal form when they lose their case, hence the second NFKC.
    folded = unicodedata.normalize("NFKC", clean(text).casefold())
    return folded.translate(_LIGATURES)


def fold(text: str) -> str:
    """Return the form in which two spellings of a label are the same string.

    No case, no accents, no control characters, single spaces. May be empty ("\\x00", "  ").
    """
    # Words come again and again; whole texts must not fill the memory of the cache.
    return _folded_word(text) if len(text) <= WORD_LENGTH else _folded(text)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", lower(text))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.split())


_folded_word = lru_cache(maxsize=65_536)(_folded)


class Word(NamedTuple):
    """A word of a text: in lower case with accents, and where it stands in the cleaned text."""

    lower: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return every word of a text; the positions are those of `clean(text)`."""
    return [Word(_normal(m.group()[:WORD_LENGTH]), *m.span()) for m in _TOKEN.finditer(clean(text))]


def _normal(typed: str) -> str:
    lowered = lower(typed).replace(" ", "")
    return lowered.replace(".", "") if _ABBREVIATION.fullmatch(lowered) else lowered


def is_stop_word(token: str, language: str | None = None) -> bool:
    """Tell whether the word carries no meaning in this language; without one, in any of them."""
    return fold(token) in (
        ALL_STOP_WORDS if language is None else STOP_WORDS.get(language, frozenset())
    )


def tokens(text: str, language: str | None = None) -> list[str]:
    """Return the words that carry meaning, lower case, accents kept.

    Without a language (a query), the stop words of all of them go. When nothing else is left, the
    stop words themselves are the answer: "c" is a programming language.
    """
    found = [word.lower for word in words(text)]
    return [word for word in found if not is_stop_word(word, language)] or found


def stem(token: str, language: str) -> str:
    """Return the stem of one lower-case word; words with digits or signs are left alone."""
    algorithm = STEMMERS.get(language)
    if algorithm is None or not token.isalpha():
        return token
    # A stemmer keeps the word it works on in itself: one per call is safe between threads.
    stemmed: str = snowballstemmer.stemmer(algorithm).stemWord(token)
    if language == "nl" and len(stemmed) >= _LONG_ENOUGH:
        return _DOUBLE_VOWEL.sub(r"\1", stemmed)
    return stemmed


@lru_cache(maxsize=65_536)
def variants(token: str, language: str) -> frozenset[str]:
    """Return the index forms of a word: stemmed with its accents, and stemmed without.

    Both, because the stemmers rely on accents and people leave them out. Two words of a language
    are the same for search when their variants meet.
    """
    bare = fold(token)
    spellings = {token, bare}
    forms = set()
    if language == "fr":
        spellings |= {_FRENCH_PLURAL.sub("", word) for word in spellings}
    elif language == "nl":
        spellings |= {_LATIN_PLURAL.sub("us", word) for word in spellings}
        # Taken for a plural, but the plural is "congressen", "danseressen".
        forms = {bare} if bare.endswith("es") else set()
    return frozenset(forms | {fold(stem(word, language)) for word in spellings})


def term(kind: str, value: str | int) -> str:
    """Return an index term such as `fr:compt`, `w:chloe`, `s:12`, within the column's length."""
    return f"{kind}:{value}"[:TERM_LENGTH]


def word_terms(token: str) -> frozenset[str]:
    """Return every term under which a word of a query may stand in the index."""
    stems = {term(lang, form) for lang in STEMMERS for form in variants(token, lang)}
    return frozenset(stems | {term("w", fold(token))})


def edit_distance(a: str, b: str, limit: int) -> int:
    """Return the insertions, deletions, replacements and neighbour swaps between two words.

    Stops as soon as the answer must exceed `limit`, and then returns `limit + 1`.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        # A swap looks two rows back, so one row over the limit is not yet the end.
        if min(current) > limit and min(previous) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


def trigrams(word: str) -> frozenset[str]:
    """Return the runs of three letters, the beginning weighing more than the end."""
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


class Speller:
    """Finds the known words that a mistyped word may have meant."""

    SHORTEST: Final = 5
    LONG: Final = 8
    SIMILARITY: Final = 0.2
    MOST: Final = 3

    def __init__(self, known: Iterable[str]) -> None:
        """Take the words as they may be shown; of two that fold alike, the first is kept."""
        self._shown: dict[str, str] = {}
        for word in known:
            self._shown.setdefault(fold(word), word)
        self._folded = list(self._shown)
        self._sizes: list[int] = []
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(self._folded):
            grams = trigrams(word)
            self._sizes.append(len(grams))
            for gram in grams:
                self._postings[gram].append(position)

    def suggest(self, word: str) -> list[str]:
        """Return up to three known words, all equally near; none for a short or known word."""
        typed = fold(word)
        if len(typed) < self.SHORTEST or typed in self._shown:
            return []
        limit = 1 if len(typed) < self.LONG else 2
        near = sorted(
            (distance, -similarity, candidate)
            for similarity, candidate in self._candidates(typed)
            if (distance := edit_distance(typed, candidate, limit)) <= limit
        )
        nearest = [candidate for distance, _, candidate in near if distance == near[0][0]]
        return [self._shown[candidate] for candidate in nearest[: self.MOST]]

    def _candidates(self, typed: str) -> Iterable[tuple[float, str]]:
        grams = trigrams(typed)
        shared = Counter(i for gram in grams for i in self._postings.get(gram, ()))
        for position, count in shared.items():
            similarity = count / (len(grams) + self._sizes[position] - count)
            if similarity >= self.SIMILARITY:
                yield similarity, self._folded[position]
