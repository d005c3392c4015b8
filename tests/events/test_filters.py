"""The query string: what exists counts, everything else is named and left out; counts say what one more tick gives."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.filters import FACETS, MOST_PAGES, AgendaFilters, Known, Row, select, to_drop

KNOWN = Known({"esco": 1, "mutualab": 2}, frozenset({"be", "fr"}), frozenset({"law", "design"}))
DAY = dt.date(2026, 12, 1)


def parse(**query: str | list[str]) -> AgendaFilters:
    lists = {key: [value] if isinstance(value, str) else value for key, value in query.items()}
    return AgendaFilters.parse(lists, KNOWN)


def row(pk: int, facets: str) -> Row:
    return Row(pk, pk, DAY, DAY, facets)


ROWS = [
    row(1, "space:1 country:be lang:fr kind:talk mode:onsite price:free"),
    row(
        2, "space:2 space:1 country:fr country:be lang:nl kind:talk mode:online price:paid cross:1"
    ),
    row(3, "space:2 country:fr lang:fr lang:nl kind:workshop mode:onsite price:free tag:law"),
]


def hits(filters: AgendaFilters) -> list[int]:
    return [found.pk for found in select(ROWS, filters)[0]]


def test_unknown_values_are_left_out_and_named() -> None:
    filters = parse(space=["esco", "nowhere"], kind="dance", tag="gone", when="soon")
    assert filters.chosen == {"space": ("esco",)}
    assert set(filters.unknown) == {
        ("space", "nowhere"),
        ("kind", "dance"),
        ("tag", "gone"),
        ("when", "soon"),
    }


@pytest.mark.parametrize(
    "garbage",
    ["\0", "esco\0", "' OR 1=1 --", "x" * 10_000, "é" * 3_000, "-1", "9" * 50, "²", "\ud800"],
)
def test_garbage_in_every_key_leaves_the_plain_list(garbage: str) -> None:
    keys = [*FACETS, "when", "from"]
    filters = AgendaFilters.parse({key: [garbage] for key in keys}, KNOWN)
    assert not filters.tokens
    assert filters.when == ""
    assert filters.start is None
    assert filters.unknown


def test_search_words_are_cut_and_cleaned() -> None:
    assert parse(q="a\0b\r\nc").q == "a b c"
    assert len(parse(q="x" * 10_000).q) == 200


@pytest.mark.parametrize("text", ["2026-02-30", "0001-01-01", "9999-12-31", "20261201", "soon", ""])
def test_only_days_within_reason_are_days(text: str) -> None:
    assert parse(**{"from": text}).start is None


@pytest.mark.parametrize(("text", "page"), [("", 1), ("3", 3), ("abc", 1), ("-1", 1), ("٣", 1)])
def test_what_is_no_page_number_is_the_first_page(text: str, page: int) -> None:
    assert parse(page=text).page == page


def test_an_absurd_page_stays_absurd() -> None:
    assert parse(page="9" * 30).page == MOST_PAGES


def test_a_country_may_be_written_in_either_case() -> None:
    assert parse(country="BE").chosen == {"country": ("be",)}


def test_values_of_one_facet_add_up_and_facets_narrow_down() -> None:
    assert hits(parse(space=["esco", "mutualab"])) == [1, 2, 3]
    assert hits(parse(space="esco", lang="nl")) == [2]
    assert hits(parse(country="be")) == [1, 2]
    assert hits(parse(cross="1")) == [2]
    assert hits(parse(tag="law", price="paid")) == []


def test_one_value_is_never_the_beginning_of_another() -> None:
    rows = [row(1, "space:1"), row(12, "space:12")]
    assert [found.pk for found in select(rows, parse(space="esco"))[0]] == [1]


def test_each_count_is_what_one_more_tick_would_show() -> None:
    for spaces, languages, prices in product(
        ([], ["esco"], ["mutualab"]), ([], ["fr"], ["nl"]), ([], ["free"], ["paid"])
    ):
        chosen = {"space": spaces, "lang": languages, "price": prices}
        filters = parse(**chosen)
        _hits, counts = select(ROWS, filters)
        for facet, values in {"space": ["esco", "mutualab"], "lang": ["fr", "nl"]}.items():
            for value in values:
                ticked = parse(**{**chosen, facet: [value]})
                expected = len(hits(ticked))
                assert counts[facet][KNOWN.token(facet, value)] == expected


def test_the_filter_to_drop_is_the_one_that_hides_most() -> None:
    assert to_drop(ROWS, parse(tag="law", lang="nl", price="paid")) in {"tag", "price"}
    assert to_drop(ROWS, parse(tag="design")) == "tag"
    assert to_drop([], parse(tag="design")) == ""


def test_an_address_is_written_in_one_order_and_read_back() -> None:
    filters = parse(lang="nl", space=["mutualab", "esco"], q="soep & brood")
    assert filters.query() == "?space=esco&space=mutualab&lang=nl&q=soep+%26+brood"
    assert filters.query({"page": 2, "from": None}, without="lang").endswith("brood&page=2")
    assert parse().query() == ""


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=30), max_size=3)))
def test_no_query_string_raises(query: dict[str, list[str]]) -> None:
    AgendaFilters.parse(query, KNOWN)
    AgendaFilters.parse({key: next(iter(query.values()), []) for key in FACETS}, KNOWN)
