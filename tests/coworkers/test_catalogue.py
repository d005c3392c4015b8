"""The catalogue's pages: the same people on both sites, any input, a bounded number of queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

import pytest

from coworkers import consents
from coworkers.models import Profile, Skill
from tests.coworkers.makers import flat, make_crowd, make_profile
from tests.factories import make_member

if TYPE_CHECKING:
    from django.test import Client

    from spaces.models import SpacePage

pytestmark = pytest.mark.django_db

# Head and foot of a page read what every page reads; the rest is the catalogue's.
PAGE_BUDGET = 12


def address(name: str, language: str = "fr", *args: object) -> str:
    with translation.override(language):
        return reverse(f"coworkers:{name}", args=args)


def ids(client: Client, url: str) -> list[str]:
    content = flat(client.get(url).content)
    return re.findall(r'<h3><a href="[^"]*-(\d+)/">', content)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# --- the promise


def test_a_dutch_trade_and_a_french_one_list_the_same_people_in_the_same_order(
    client: Client, mons: SpacePage, lille: SpacePage, accounting: Skill
) -> None:
    for number in range(9):
        make_profile(
            mons if number % 2 else lille,
            skills=[accounting] if number else [],
            level=1 + number % 3,
        )
    dutch = ids(client, "/nl/vaardigheden/?q=boekhouder")
    french = ids(client, "/fr/competences/?q=comptable")
    assert len(dutch) == 8
    assert dutch == french


def test_accents_may_be_left_out(client: Client, mons: SpacePage, accounting: Skill) -> None:
    profile = make_profile(mons, skills=[accounting])
    assert ids(client, address("list") + "?q=comptabilite") == [str(profile.pk)]


def test_a_text_in_the_other_language_appears_with_lang_and_badge(
    client: Client, mons: SpacePage
) -> None:
    profile = make_profile(
        mons, language="nl", texts={"nl": {"headline": "Cijfers met hart", "bio": "Ik reken."}}
    )
    for url in (address("list"), profile.get_absolute_url()):
        content = flat(client.get(url).content)
        assert '<span lang="nl">Cijfers met hart</span><span class="tag fallback">NL' in content
    with translation.override("nl"):
        content = flat(client.get(profile.get_absolute_url()).content)
    assert '<span lang="nl">' not in content.replace('<span lang="nl" dir="auto">', "")
    assert "tag fallback" not in content


def test_a_person_in_two_languages_is_read_in_the_readers(client: Client, mons: SpacePage) -> None:
    texts = {"fr": {"headline": "Chiffres"}, "nl": {"headline": "Cijfers", "bio": "Enkel hier"}}
    profile = make_profile(mons, texts=texts)
    french = flat(client.get(profile.get_absolute_url()).content)
    assert "Chiffres" in french
    assert 'lang="nl"><p>Enkel hier' in french
    assert profile.languages() == ["nl"]


def test_the_card_marks_the_found_name_and_gives_the_reason(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    make_profile(mons, skills=[accounting])
    content = flat(client.get(address("list") + "?q=boekhouding").content)
    assert '<span lang="nl"><mark>Boekhouding</mark></span>' in content
    assert '<span lang="nl">Boekhouding</span>=<span>Comptabilité</span>' in content


def test_a_correction_is_shown_with_its_results(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    profile = make_profile(mons, skills=[accounting])
    url = address("list") + "?q=boekhuoding"
    assert ids(client, url) == [str(profile.pk)]
    assert "<b>boekhouding</b>" in flat(client.get(url).content)


# --- the form


def test_search_box_and_filters_are_one_form_and_keep_each_other(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    make_profile(mons, skills=[accounting], speaks=["fr", "nl"])
    url = address("list") + f"?q=comptable&speaks=nl&category=finance&skill={accounting.pk}"
    content = flat(client.get(url).content)
    assert content.count('id="filters"') == 1
    assert 'data-live="#results"' in content
    assert 'form="filters" name="speaks" value="nl" checked' in content
    assert 'form="filters" name="category" value="finance" checked' in content
    assert f'type="hidden" form="filters" name="skill" value="{accounting.pk}"' in content
    assert 'value="comptable"' in content
    # One chip per filter, each leading to the list without it.
    assert f'href="{address("list")}?q=comptable&amp;category=finance&amp;skill=' in content
    assert 'id="n-speaks-nl">1<' in content


def test_an_empty_list_names_the_filter_to_drop_and_near_skills(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    Skill.objects.create(slug="tax", name="Fiscalité", category="finance")
    content = flat(client.get(address("list") + "?q=comptable&space=mons").content)
    assert "Co-nnexion" in content
    assert "Fiscalité" in content


def test_pages_turn_and_absurd_ones_are_missing(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    make_crowd(mons, accounting, 25)
    first = ids(client, address("list") + "?q=boekhouding")
    second = ids(client, address("list") + "?q=boekhouding&page=2")
    assert (len(first), len(second), len({*first, *second})) == (18, 7, 25)
    for page in ("3", "0", "-1", "x", "9" * 40, "51"):
        assert client.get(address("list") + f"?page={page}").status_code == 404, page


# --- bad input

GARBAGE = [
    "x" * 10_000,
    "a b " * 3_000,
    "\x00",
    "boek\x00houding",
    "%' OR 1=1 --",
    "%_*?[]{}()\\",
    "🎉🎉",
    "…!?;:",
    "le la de het een",
    "\u202eevil",
    "\ud7ff\uffff",
    "<script>alert(1)</script>",
    "مرحبا",
    "ﬁnance ½ Ⅷ",
    '"comptabilité"',
    "a" * 199 + " é",
]


@pytest.mark.parametrize("typed", GARBAGE, ids=range(len(GARBAGE)))
def test_whatever_is_typed_answers_with_a_normal_page(
    client: Client, mons: SpacePage, accounting: Skill, typed: str
) -> None:
    make_profile(mons, skills=[accounting])
    for name in ("list", "suggest"):
        answer = client.get(
            address(name) + f"?q={quote(typed)}&space={quote(typed)}&x={quote(typed)}"
        )
        assert answer.status_code == 200
        assert "<script>alert" not in flat(answer.content)


def test_raw_bytes_in_the_query_string_are_no_error(client: Client, mons: SpacePage) -> None:
    for raw in ("q=%FF%FE", "q=%ED%A0%80", "skill=%00&speaks=%FF", "&&&==&q"):
        assert client.get(address("list"), QUERY_STRING=raw).status_code == 200


def test_a_query_without_words_lists_everyone_and_says_so(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons)
    url = address("list") + "?q=" + quote("🎉")
    assert ids(client, url) == [str(profile.pk)]
    assert '<p class="msg">' in flat(client.get(url).content)


# --- the skill's page, the picker


def test_a_skill_has_a_page_with_both_names_and_its_people(
    client: Client, mons: SpacePage, accounting: Skill, web: Skill
) -> None:
    profile = make_profile(mons, skills=[accounting])
    make_profile(mons, skills=[web])
    url = address("skill", "nl", "boekhouding", accounting.pk)
    content = flat(client.get(url).content)
    assert ids(client, url) == [str(profile.pk)]
    assert "<span>Boekhouding</span>" in content
    assert 'lang="fr">Comptabilité</span>' in content
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{url}">' in content


def test_skills_that_are_not_public_have_no_page(
    client: Client, accounting: Skill, web: Skill
) -> None:
    accounting.status = Skill.PROPOSED
    accounting.save()
    assert client.get(address("skill", "fr", "x", accounting.pk)).status_code == 404
    assert client.get(address("skill", "fr", "x", 10**30)).status_code == 404
    accounting.status, accounting.merged_into = Skill.MERGED, web
    accounting.save()
    answer = client.get(address("skill", "fr", "x", accounting.pk))
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"-{web.pk}/")


def test_the_picker_finds_by_any_name_and_knows_nobody(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    make_profile(mons, "Boekert", skills=[accounting])
    answer = client.get(address("suggest") + "?q=boek")
    assert answer.json() == [
        {
            "id": accounting.pk,
            "label": "Comptabilité",
            "via": "Boekhouding",
            "other": {"nl": "Boekhouding"},
            "category": answer.json()[0]["category"],
        }
    ]
    assert "public" in answer["Cache-Control"]
    assert client.get(address("suggest") + "?q=b").json() == []
    assert client.get(address("suggest")).json() == []


# --- the head


def test_only_people_who_agreed_are_in_the_structured_data_of_the_list(
    client: Client, mons: SpacePage
) -> None:
    make_profile(mons, "Moka")
    both = [consents.PUBLISH, consents.SEARCH_ENGINES]
    open_one = make_profile(mons, "Lungo", agree=both)
    content = flat(client.get(address("list")).content)
    data = content.split('"@type":"ItemList"')[1].split("</script>")[0]
    assert data.count('"ListItem"') == 1
    assert open_one.get_absolute_url() in data


def test_a_filtered_list_is_not_indexed(client: Client, mons: SpacePage) -> None:
    assert 'rel="canonical"' in flat(client.get(address("list")).content)
    for query in ("?q=x", "?space=mons"):
        content = flat(client.get(address("list") + query).content)
        assert '<meta name="robots" content="noindex">' in content


# --- cost


@pytest.mark.slow
def test_every_page_needs_the_same_few_queries_with_ten_and_two_thousand_people(
    client: Client, mons: SpacePage, lille: SpacePage, accounting: Skill, web: Skill
) -> None:
    make_crowd(mons, accounting, 10)
    person = make_profile(
        lille, "Moka", skills=[accounting, web], texts={"fr": {"headline": "x", "bio": "y"}}
    )
    pages = {
        address("list"): PAGE_BUDGET - 1,
        address("list", "nl"): PAGE_BUDGET - 1,
        address("list") + "?q=boekhouding": PAGE_BUDGET,
        address("list") + "?q=boekhuoding&speaks=nl&category=finance&space=mons": PAGE_BUDGET,
        address("list") + f"?q=cijfers+mons&skill={accounting.pk}&available=request": PAGE_BUDGET,
        address("skill", "fr", "x", accounting.pk): PAGE_BUDGET,
        person.get_absolute_url(): PAGE_BUDGET,
        address("suggest") + "?q=boek": 2,
    }
    client.get(address("list") + "?q=warm")
    few = {url: queries(client, url) for url in pages}
    make_crowd(lille, accounting, 2_000)
    many = {url: queries(client, url) for url in pages}
    assert few == many
    assert {url: n for url, n in many.items() if n > pages[url]} == {}


@pytest.mark.slow
def test_members_cost_three_queries_more(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    make_crowd(mons, accounting, 30)
    url = address("list") + "?q=boekhouding"
    client.get(url)
    as_visitor = queries(client, url)
    client.force_login(make_member(mons))
    # session, account, memberships
    assert queries(client, url) == as_visitor + 3


def test_reading_a_card_asks_nothing_more(
    mons: SpacePage, accounting: Skill, django_assert_num_queries: object
) -> None:
    make_profile(mons, skills=[accounting], texts={"fr": {"headline": "x"}})
    [person] = list(Profile.objects.visible_to(None).for_listing())
    with CaptureQueriesContext(connection) as captured:
        str(person.text("headline"))
        str(person.space.city.label)
        person.get_absolute_url()
        [item.tag_id for item in person.skill_items.all()]
        person.languages()
    assert len(captured) == 0
