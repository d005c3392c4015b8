"""Counts beside the filters equal counting by hand; masks are positions that never move."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

import pytest

from coworkers import languages, lexicon, search
from coworkers.categories import CATEGORY_CODES, bit
from coworkers.facets import Counts
from coworkers.filters import FACETS, Choices, Selection, clean_query, page_number
from coworkers.models import Profile
from tests.coworkers.makers import make_profile
from tests.factories import make_space

if TYPE_CHECKING:
    from collections.abc import Callable

    from coworkers.models import Skill
    from spaces.models import SpacePage

ANYONE = AnonymousUser()


def test_bits_of_languages_and_categories_never_move() -> None:
    assert languages.CODES[:10] == ("fr", "nl", "en", "de", "es", "it", "pt", "ar", "pl", "wo")
    assert languages.mask(["en", "fr", "xx", "fr"]) == 0b101
    assert (CATEGORY_CODES[0], CATEGORY_CODES[20]) == ("finance", "office")
    assert len(CATEGORY_CODES) == 21
    assert len(languages.CODES) < 63


VALUES: dict[str, Callable[[Profile], set[str]]] = {
    "space": lambda p: {p.space.slug},
    "country": lambda p: {p.space.country},
    "category": lambda p: {item.tag.category for item in p.skill_items.all()},
    "speaks": lambda p: set(p.speaks),
    "available": lambda p: {p.availability},
}


def passes(profile: Profile, chosen: Selection, ignored: str = "") -> bool:
    for key in FACETS:
        wanted, values = set(chosen.get(key)), VALUES[key](profile)
        if key == "speaks":
            if not wanted <= values:
                return False
        elif key != ignored and wanted and not wanted & values:
            return False
    return True


@pytest.mark.django_db
def test_counts_equal_counting_by_hand_for_random_filters(
    mons: SpacePage, lille: SpacePage, accounting: Skill, web: Skill, photography: Skill
) -> None:
    rng = random.Random(2026)  # noqa: S311 - the same every time, on purpose
    spaces = [mons, lille, make_space("Third", slug="third")]
    skills = [accounting, web, photography]
    spoken = ["fr", "nl", "en", "ar"]
    for _ in range(40):
        make_profile(
            rng.choice(spaces),
            skills=rng.sample(skills, rng.randint(0, 3)),
            speaks=rng.sample(spoken, rng.randint(1, 4)),
            availability=rng.choice(["now", "soon", "request"]),
            visibility=rng.choice([Profile.PUBLIC, Profile.PUBLIC, Profile.NETWORK]),
        )
    everyone = list(
        Profile.objects.visible_to(ANYONE)
        .select_related("space")
        .prefetch_related("skill_items__tag")
    )
    assert 15 < len(everyone) < 40
    choices = Choices(spaces)
    units = search.understand("comptable", ANYONE, lexicon.current()).units
    found = set(search.people(ANYONE, units).values_list("pk", flat=True))
    assert found
    for turn in range(200):
        params = QueryDict(mutable=True)
        for key in FACETS:
            values = [v for v in choices.values(key) if key != "speaks" or v in spoken]
            params.setlist(key, rng.sample(values, rng.choice([0, 0, 0, 1, 2])))
        chosen = Selection.from_query(params, choices)
        asked = units if turn % 2 else ()
        people = [p for p in everyone if not asked or p.pk in found]
        counts = Counts(search.people(ANYONE, asked), chosen, choices)
        expected = [p for p in people if passes(p, chosen)]
        assert counts.total == len(expected), params.urlencode()
        listed = search.page_of_people(ANYONE, asked, chosen, 0, 100)
        assert {p.pk for p in listed} == {p.pk for p in expected}, params.urlencode()
        for key in FACETS:
            counted = counts.of(key)
            for value in choices.values(key):
                by_hand = sum(
                    1 for p in people if passes(p, chosen, ignored=key) and value in VALUES[key](p)
                )
                assert counted[value] == by_hand, (params.urlencode(), key, value)


@pytest.mark.django_db
def test_derived_columns_equal_what_the_rows_say(
    mons: SpacePage, lille: SpacePage, accounting: Skill, web: Skill
) -> None:
    make_profile(mons, skills=[accounting, web], speaks=["nl", "en"])
    make_profile(lille, speaks=["fr"], texts={"fr": {"headline": "x", "offer": "y", "need": "z"}})
    for profile in Profile.objects.all():
        skills = profile.skill_items.select_related("tag")
        assert profile.categories_mask == sum({bit(item.tag.category) for item in skills})
        assert profile.languages_mask == languages.mask(profile.speaks)
        assert profile.country == profile.space.country
        assert profile.has_offer == any(row.offer for row in profile.texts.all())
        assert profile.has_need == any(row.need for row in profile.texts.all())


@pytest.mark.django_db
def test_a_space_that_moves_takes_its_people_along(mons: SpacePage) -> None:
    profile = make_profile(mons)
    mons.country = "FR"
    mons.save()
    profile.refresh_from_db()
    assert profile.country == "FR"


@pytest.mark.django_db
def test_unknown_values_are_ignored_and_the_address_drops_them(
    mons: SpacePage, accounting: Skill
) -> None:
    skill = str(accounting.pk)
    params = QueryDict(
        f"speaks=nl&space=nowhere&space=mons&country=XX&category=x&skill=abc&skill=-1&skill={skill}"
        f"&skill=999999999999999999999&available=&utm_source=y&q=%00%20a%07b"
    )
    choices = Choices([mons], frozenset({accounting.pk}))
    chosen = Selection.from_query(params, choices)
    assert chosen.address() == f"?q=a+b&space=mons&speaks=nl&skill={skill}"
    assert chosen.without("space", "mons").address() == f"?q=a+b&speaks=nl&skill={skill}"
    assert chosen.count == 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x" * 10_000, "x" * 200),
        ("\x00\x1f", ""),
        (" a\r\nb\tc ", "a b c"),
        ("%_\\*'\"", "%_\\*'\""),
        ("\u202e\u200b", ""),
    ],
)
def test_a_query_is_one_clean_short_line(typed: str, kept: str) -> None:
    assert clean_query(typed) == kept


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("", 1),
        ("1", 1),
        ("7", 7),
        ("0", None),
        ("-1", None),
        ("1e3", None),
        ("٣", None),
        ("9" * 30, None),
    ],
)
def test_page_numbers(raw: str, number: int | None) -> None:
    assert page_number(raw) == number
