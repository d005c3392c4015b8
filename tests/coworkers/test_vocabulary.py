"""A query in any language, case and number finds the one concept that it means."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coworkers.vocabulary import MAX_QUERY, MAX_UNITS, Name, Suggestion, Unit, Vocabulary
from tests.coworkers.query_table import MEASURED_COUNT, PAIRS, QUERIES

CSV_FILE = Path(__file__).resolve().parents[2] / "coworkers" / "data" / "skills.csv"

ACCOUNTING, WEB, TRAINING, DANCE, SHOP, FORMAT, C, R = range(1, 9)
LABELS = [
    (ACCOUNTING, "fr", "pref", "Comptabilité"),
    (ACCOUNTING, "fr", "alt", "tenue des livres"),
    (ACCOUNTING, "nl", "pref", "Boekhouding"),
    (ACCOUNTING, "nl", "alt", "boekhouder"),
    (ACCOUNTING, "en", "pref", "Accounting"),
    (ACCOUNTING, "nl", "hidden", "boekhoudin"),
    (WEB, "fr", "pref", "Développement web"),
    (WEB, "fr", "alt", "développeur web"),
    (WEB, "nl", "pref", "Webontwikkeling"),
    (WEB, "nl", "alt", "webontwikkelaar"),
    (TRAINING, "fr", "pref", "Formation"),
    (TRAINING, "nl", "pref", "Opleiding"),
    (DANCE, "fr", "pref", "Danse"),
    (DANCE, "nl", "pref", "Dans"),
    (SHOP, "fr", "pref", "E-commerce"),
    (FORMAT, "en", "pref", "Formatting"),
    (C, "en", "pref", "C"),
    (R, "en", "pref", "R"),
]
PLACES = [
    ("mons", "Mons"),
    ("mons", "Bergen"),
    ("lille", "Lille"),
    ("lille", "Rijsel"),
    ("hauts-de-france", "Hauts-de-France"),
    ("la-louviere", "La Louvière"),
]
VOCABULARY = Vocabulary(LABELS, PLACES)


def pieces(query: str) -> list[tuple[str, str]]:
    return [(unit.kind, unit.text) for unit in VOCABULARY.match(query)]


def only(query: str) -> Unit:
    (unit,) = VOCABULARY.match(query)
    return unit


# Queries that mean nothing


@pytest.mark.parametrize(
    "query",
    ["", "   ", "\x00", "\x00\x01\x1f\x7f", "?!…", "😀", "de la", "voor het", "&", "+++", "\ud800"],
)
def test_a_query_without_a_meaning_has_no_units(query: str) -> None:
    assert VOCABULARY.match(query) == []


def test_an_empty_vocabulary_leaves_words() -> None:
    empty = Vocabulary([])
    assert [unit.kind for unit in empty.match("boekhouding rijsel")] == ["word", "word"]
    assert empty.suggest("boek", "nl") == []
    assert empty.corrections("boekhuoding") == []
    assert empty.occurrences("boekhouding", "nl") == set()
    assert len(empty) == 0


@pytest.mark.parametrize("label", ["", " ", "\x00", "…", "one two three four five six seven"])
def test_a_label_that_cannot_be_matched_breaks_nothing(label: str) -> None:
    vocabulary = Vocabulary([(1, "fr", "pref", label)], [("nowhere", label)])
    assert all(unit.kind != "concept" for unit in vocabulary.match(label))
    assert vocabulary.name(1, "nl") == Name("fr", label)


def test_no_more_than_eight_units_and_two_hundred_characters_are_used() -> None:
    assert len(VOCABULARY.match(" ".join(f"mot{n}" for n in range(50)))) == MAX_UNITS
    assert VOCABULARY.match("x" * MAX_QUERY + " boekhouding") == VOCABULARY.match("x" * MAX_QUERY)


@given(st.text())
def test_no_query_breaks_the_vocabulary(query: str) -> None:
    units = VOCABULARY.match(query)
    assert len(units) <= MAX_UNITS
    assert all(unit.terms and unit.text for unit in units)
    VOCABULARY.suggest(query, "fr")
    VOCABULARY.corrections(query)
    VOCABULARY.occurrences(query, "nl")


# Concepts


@pytest.mark.parametrize(
    ("query", "concept"),
    [
        ("boekhouders", ACCOUNTING),
        ("comptabilite", ACCOUNTING),
        ("COMPTABILITÉ", ACCOUNTING),
        ("bookkeeping\x00 accounting", ACCOUNTING),
        ("tenue de livres", ACCOUNTING),
        ("la tenue des livres", ACCOUNTING),
        ("developpeur web", WEB),
        ("développeurs Web", WEB),
        ("webontwikkelaars", WEB),
        ("web ontwikkelaars", WEB),
        ("e-commerce", SHOP),
        ("ecommerce", SHOP),
        ("e commerce", SHOP),
        ("dans", DANCE),
        ("c", C),
    ],
)
def test_a_phrase_finds_the_label_whose_words_it_shares(query: str, concept: int) -> None:
    assert [unit.concepts for unit in VOCABULARY.match(query) if unit.kind == "concept"] == [
        (concept,)
    ]


def test_a_concept_says_which_label_matched() -> None:
    assert only("boekhouders").label == Name("nl", "boekhouder")
    assert only("BOEKHOUDING").label == Name("nl", "Boekhouding")
    assert only("Boekhouders").text == "Boekhouders"


def test_a_single_word_is_also_looked_for_in_texts_and_names_but_a_phrase_is_not() -> None:
    single, phrase = only("boekhouders"), only("développement web")
    assert {"s:1", "nl:boekhouder", "w:boekhouders"} <= single.terms
    assert {each.partition(":")[0] for each in single.terms} == {"s", "fr", "nl", "en", "w"}
    assert phrase.terms == {"s:2"}


def test_the_longest_label_wins() -> None:
    vocabulary = Vocabulary(
        [
            (1, "fr", "pref", "design"),
            (2, "fr", "pref", "design graphique"),
            (3, "fr", "pref", "web"),
        ]
    )
    assert [unit.concepts for unit in vocabulary.match("design graphique web")] == [(2,), (3,)]
    assert [unit.concepts for unit in vocabulary.match("design web graphique")] == [(1,), (3,), ()]


def test_a_label_of_two_skills_means_both() -> None:
    vocabulary = Vocabulary([(7, "fr", "alt", "édition"), (3, "en", "pref", "Edition")])
    (unit,) = vocabulary.match("edition")
    assert set(unit.concepts) == {3, 7}
    assert {"s:3", "s:7"} <= unit.terms


def test_of_equal_labels_the_one_of_the_reader_is_shown() -> None:
    vocabulary = Vocabulary([(1, code, "pref", "Marketing") for code in ("en", "fr", "nl")])
    assert [vocabulary.match("marketing", code)[0].label for code in ("fr", "nl", "en")] == [
        ("fr", "Marketing"),
        ("nl", "Marketing"),
        ("en", "Marketing"),
    ]


def test_a_word_spelt_as_in_one_language_does_not_find_stems_of_another() -> None:
    assert only("formation").concepts == (TRAINING,)
    assert only("formatting").concepts == (FORMAT,)


def test_a_label_that_is_a_stop_word_elsewhere_counts_for_readers_of_its_language() -> None:
    assert [unit.concepts for unit in VOCABULARY.match("dans Rijsel", "nl")] == [(DANCE,), ()]
    assert [unit.kind for unit in VOCABULARY.match("dans Lille", "fr")] == ["place"]


def test_a_name_made_of_one_stop_word_is_looked_for_as_a_name_only() -> None:
    assert only("An") == Unit("word", "An", frozenset({"w:an"}))


# Places and words


def test_places_concepts_and_words_are_told_apart() -> None:
    assert pieces("boekhouding in Rijsel, Chloé") == [
        ("concept", "boekhouding"),
        ("place", "Rijsel"),
        ("word", "Chloé"),
    ]
    assert [unit.place for unit in VOCABULARY.match("comptabilite mons bergen")] == [
        "",
        "mons",
        "mons",
    ]


@pytest.mark.parametrize("query", ["hauts de france", "Hauts-de-France", "HAUTS DE FRANCE"])
def test_a_place_of_several_words_is_one_place(query: str) -> None:
    assert only(query).terms == {"p:hauts-de-france"}


def test_a_place_is_also_a_word_of_texts_and_names() -> None:
    assert {"p:mons", "w:bergen"} <= only("Bergen").terms
    assert only("louviere").place == "la-louviere"


def test_a_place_has_no_plural() -> None:
    assert only("Rijsels").kind == "word"


def test_a_word_carries_its_forms_in_every_language() -> None:
    unit = only("meubles")
    assert unit.kind == "word"
    assert {"fr:meubl", "w:meubles"} <= unit.terms


# Running text


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Je donne des formations en comptabilité.", "fr", {TRAINING, ACCOUNTING}),
        ("Ik geef opleidingen boekhouden aan webontwikkelaars", "nl", {TRAINING, ACCOUNTING, WEB}),
        ("Développeuse d’applications, parfois web", "fr", set()),
        ("Je développe dans le web", "fr", {WEB}),
        ("Ik geef les in dans", "nl", {DANCE}),
        ("Une boutique dans le centre", "fr", set()),
        ("Boekhouding", "fr", set()),
        ("Comptabilité", "de", set()),
        ("", "fr", set()),
        ("\x00", "fr", set()),
    ],
)
def test_a_text_mentions_the_skills_of_its_own_language(
    text: str, language: str, found: set[int]
) -> None:
    assert VOCABULARY.occurrences(text, language) == found


# Mistyped words


def test_words_of_labels_and_places_are_offered_for_a_mistyped_one() -> None:
    assert VOCABULARY.corrections("boekhuoding") == ["boekhouding"]
    assert VOCABULARY.corrections("Comptablite") == ["comptabilité"]
    assert VOCABULARY.corrections("Rijsle") == ["rijsel"]
    assert VOCABULARY.corrections("astronomie") == []


def test_hidden_labels_are_found_but_never_shown() -> None:
    assert only("boekhoudin").concepts == (ACCOUNTING,)
    assert VOCABULARY.corrections("boekhoudinx") == ["boekhouding"]
    assert {hit.via.text for hit in VOCABULARY.suggest("boekhoudin", "nl")} == {"Boekhouding"}


# The picker


def found(prefix: str, language: str, limit: int = 10) -> list[int]:
    return [hit.skill for hit in VOCABULARY.suggest(prefix, language, limit)]


def test_a_suggestion_has_the_name_for_the_reader_and_the_label_that_matched() -> None:
    assert VOCABULARY.suggest("boekh", "fr") == [
        Suggestion(ACCOUNTING, Name("fr", "Comptabilité"), Name("nl", "Boekhouding"))
    ]


def test_beginnings_of_labels_come_before_beginnings_of_words() -> None:
    vocabulary = Vocabulary(
        [
            (1, "fr", "pref", "rédaction web"),
            (2, "nl", "pref", "webdesign"),
            (3, "fr", "pref", "web"),
            (4, "nl", "alt", "creatief web"),
        ]
    )
    assert [hit.skill for hit in vocabulary.suggest("web", "fr")] == [3, 2, 1, 4]
    assert [hit.skill for hit in vocabulary.suggest("web", "nl")] == [2, 3, 4, 1]


@pytest.mark.parametrize(
    ("typed", "language", "skills"),
    [
        ("", "fr", []),
        ("\x00", "fr", []),
        ("…", "fr", []),
        ("d", "fr", []),
        ("r", "nl", [R]),
        ("ÉCOM", "fr", []),
        ("e com", "nl", [SHOP]),
        ("developpement w", "nl", [WEB]),
        ("livres", "nl", [ACCOUNTING]),
        ("boekhouders", "fr", [ACCOUNTING]),
        ("boekhuoding", "fr", [ACCOUNTING]),
        ("developpement wbe", "fr", []),
        ("dévelopement web", "fr", [WEB]),
        ("zzzz", "fr", []),
    ],
)
def test_the_picker_understands_what_is_being_typed(
    typed: str, language: str, skills: list[int]
) -> None:
    assert found(typed, language) == skills


def test_every_skill_is_suggested_once_and_not_more_than_asked_for() -> None:
    many = Vocabulary(
        [(n, code, "pref", f"web {n:02} {code}") for n in range(40) for code in ("fr", "nl")]
    )
    assert [hit.skill for hit in many.suggest("web", "fr")] == list(range(10))
    assert len(many.suggest("web", "fr", 3)) == 3


def test_a_skill_without_a_name_for_the_reader_is_named_in_another_language() -> None:
    assert VOCABULARY.name(FORMAT, "nl") == Name("en", "Formatting")
    assert VOCABULARY.names(ACCOUNTING) == {
        "fr": "Comptabilité",
        "nl": "Boekhouding",
        "en": "Accounting",
    }
    assert VOCABULARY.names(404) == {}


# The curated vocabulary


def curated_labels() -> list[tuple[int, str, str, str]]:
    with CSV_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (number, code, kind, text)
        for number, row in enumerate(rows, 1)
        for code in ("fr", "nl", "en")
        for kind, text in (
            ("pref", row[code]),
            *(("alt", text) for text in row[f"alt_{code}"].split("|") if text),
        )
    ]


@pytest.fixture(scope="module")
def curated() -> Vocabulary:
    return Vocabulary(curated_labels())


def test_the_table_holds_the_measured_queries_and_crosses_the_language_border() -> None:
    assert MEASURED_COUNT == 62
    assert len({query for query, _ in QUERIES}) == len(QUERIES) >= 122
    assert len(set(PAIRS)) >= 40


@pytest.mark.parametrize(("query", "skill"), QUERIES)
def test_a_query_finds_exactly_the_one_right_skill(
    curated: Vocabulary, query: str, skill: str
) -> None:
    hits = [
        [curated.name(concept, "fr").text for concept in unit.concepts]
        for unit in curated.match(query)
    ]
    assert hits == [[skill]]


@pytest.mark.parametrize(("french", "dutch"), PAIRS)
def test_the_same_wish_in_french_and_dutch_is_the_same_concept(
    curated: Vocabulary, french: str, dutch: str
) -> None:
    (here,), (there,) = curated.match(french), curated.match(dutch)
    assert here.concepts == there.concepts
    assert len(here.concepts) == 1


def test_every_curated_label_finds_its_own_skill_in_queries_texts_and_the_picker(
    curated: Vocabulary,
) -> None:
    lost = [
        (code, text)
        for skill, code, _, text in curated_labels()
        if [skill not in unit.concepts for unit in curated.match(text)] != [False]
        or skill not in curated.occurrences(text, code)
        or skill not in {hit.skill for hit in curated.suggest(text, code)}
    ]
    assert lost == []


def test_few_curated_labels_are_ambiguous(curated: Vocabulary) -> None:
    labels = curated_labels()
    several = {text for _, _, _, text in labels if len(curated.match(text)[0].concepts) > 1}
    assert len(several) <= len(labels) // 100


def test_five_thousand_labels_are_ready_at_once_and_a_query_takes_no_time() -> None:
    # Ten times what is wanted (0.5 s, 1 ms), so that only a change of order of growth fails.
    labels = [
        (skill + 1000 * copy, code, kind, f"{text}{'' if copy == 0 else copy}")
        for copy in range(2)
        for skill, code, kind, text in curated_labels()
    ][:5000]
    start = time.perf_counter()
    vocabulary = Vocabulary(labels)
    assert time.perf_counter() - start < 5
    start = time.perf_counter()
    for query, _ in QUERIES:
        vocabulary.match(f"{query} à Tournai")
    assert (time.perf_counter() - start) / len(QUERIES) < 0.01


def test_a_short_label_is_not_found_in_a_word_that_only_shares_its_stem() -> None:
    labels = [(1, "fr", "pref", "Comptabilité"), (1, "fr", "alt", "compta")]
    vocabulary = Vocabulary(labels)
    assert vocabulary.occurrences("Des lieux où chaque mètre compte.", "fr") == set()
    assert vocabulary.occurrences("Je fais la compta du soir.", "fr") == {1}
    assert [unit.concepts for unit in vocabulary.match("compta")] == [(1,)]
