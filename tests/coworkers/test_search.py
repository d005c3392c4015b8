"""One search in two languages: who is found, in which order, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import translation

import pytest

from coworkers import lexicon, search
from coworkers.cards import Card, cards
from coworkers.filters import Selection
from coworkers.models import Profile, ProfileTerm, Skill, SkillLabel
from tests.coworkers.makers import make_profile
from tests.coworkers.query_table import PAIRS, QUERIES

if TYPE_CHECKING:
    from spaces.models import SpacePage

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def results(query: str, language: str = "fr") -> list[Card]:
    with translation.override(language):
        words_of = lexicon.current()
        units = search.understand(query, ANYONE, words_of).units
        found = search.page_of_people(ANYONE, units, Selection(query=query), 0, 500)
        return cards(found, words_of, units)


def names(query: str, language: str = "fr") -> list[str]:
    return [card.person.name for card in results(query, language)]


# --- the table


def everyone_of_the_table(space: SpacePage) -> dict[str, Profile]:
    """One person for each skill of the starter vocabulary; the names are words of no language."""
    call_command("load_skills", verbosity=0)
    people = {}
    for skill in Skill.objects.all():
        label = skill.labels.get(language="fr", kind="pref").text
        people[label] = make_profile(space, f"Xq{skill.pk}", skills=[skill])
    return people


@pytest.mark.slow
def test_every_query_of_the_table_finds_the_one_person_in_both_languages(mons: SpacePage) -> None:
    people = everyone_of_the_table(mons)
    wrong = []
    for query, label in QUERIES:
        for language in ("fr", "nl"):
            found = results(query, language)
            if [card.person.pk for card in found] != [people[label].pk] or not all(
                card.reasons for card in found
            ):
                wrong.append((query, language, [card.person.name for card in found], label))
    assert wrong == []


@pytest.mark.slow
def test_the_same_wish_in_french_and_dutch_finds_the_same_people_in_the_same_order(
    mons: SpacePage,
) -> None:
    everyone_of_the_table(mons)
    for french, dutch in PAIRS:
        there, here = names(french, "fr"), names(dutch, "nl")
        assert there, french
        assert there == here, (french, dutch)


# --- who


def test_a_label_of_either_language_finds_what_was_declared_in_the_other(
    mons: SpacePage, accounting: Skill
) -> None:
    make_profile(mons, "Chloé Mazagran", skills=[accounting])
    for query in ("comptabilité", "comptabilite", "BOEKHOUDING", "boekhouder", "Comptables"):
        assert names(query) == names(query, "nl") == ["Chloé Mazagran"], query


def test_a_name_is_found_without_accents_and_case(mons: SpacePage) -> None:
    make_profile(mons, "Chloé Mazagran")
    assert names("chloe") == names("CHLOÉ") == names("mazagran") == ["Chloé Mazagran"]


def test_pieces_of_a_query_must_all_be_met(
    mons: SpacePage, lille: SpacePage, accounting: Skill, web: Skill
) -> None:
    make_profile(mons, "Moka", skills=[accounting])
    make_profile(lille, "Ristretto", skills=[accounting])
    make_profile(lille, "Lungo", skills=[web])
    assert names("boekhouding Rijsel", "nl") == names("comptable lille") == ["Ristretto"]
    assert names("boekhouding webontwikkeling") == []


def test_a_phrase_is_its_concept_and_not_each_of_its_words(mons: SpacePage, web: Skill) -> None:
    make_profile(mons, "Moka", skills=[web])
    make_profile(mons, "Lungo", texts={"fr": {"headline": "Écriture pour le web"}})
    assert names("développement web") == ["Moka"]


def test_a_skill_that_is_only_mentioned_counts_too(mons: SpacePage, photography: Skill) -> None:
    make_profile(mons, "Moka", texts={"nl": {"bio": "Ik ben ook fotograaf."}})
    assert names("photographie") == ["Moka"]


def test_what_someone_looks_for_is_not_what_they_can_do(
    mons: SpacePage, photography: Skill
) -> None:
    profile = make_profile(mons, "Moka", texts={"fr": {"headline": "X", "need": "Un photographe"}})
    profile.need_items.create(skill=photography)
    search.index_profile(profile)
    assert names("photographie") == []
    assert profile.has_need
    assert ProfileTerm.objects.get(profile=profile, term=f"n:{photography.pk}").weight == 2


def test_a_new_synonym_finds_declared_skills_at_once(mons: SpacePage, accounting: Skill) -> None:
    make_profile(mons, "Moka", skills=[accounting])
    assert names("grootboek") == []
    SkillLabel.objects.create(skill=accounting, language="nl", kind="alt", text="grootboek")
    assert names("grootboek") == ["Moka"]


def test_a_proposed_skill_is_no_vocabulary(mons: SpacePage, accounting: Skill) -> None:
    accounting.status = Skill.PROPOSED
    accounting.save()
    make_profile(mons, "Moka", skills=[accounting])
    assert names("comptabilité") == []


# --- order


def test_the_heaviest_reason_decides(mons: SpacePage, photography: Skill) -> None:
    make_profile(mons, "Mention", texts={"fr": {"bio": "Je suis photographe."}})
    make_profile(mons, "Headline", texts={"fr": {"headline": "Photographe"}})
    make_profile(mons, "Beginner", skills=[photography], level=1)
    make_profile(mons, "Expert", skills=[photography], level=3)
    make_profile(mons, "Photographe Dupont")
    expected = ["Photographe Dupont", "Expert", "Beginner", "Headline", "Mention"]
    assert names("photographe") == expected


def test_equal_people_stand_in_the_order_of_the_week(mons: SpacePage, accounting: Skill) -> None:
    people = [make_profile(mons, f"P{i}", skills=[accounting]) for i in range(8)]
    by_deal = [p.name for p in sorted(people, key=lambda p: (search.deal(p.pk), p.pk))]
    assert names("comptable") == names("boekhouder", "nl") == by_deal == names("")


def test_each_monday_deals_anew() -> None:
    def order(day: dt.date) -> list[int]:
        return sorted(range(1, 30), key=lambda pk: search.deal(pk, day))

    monday = dt.date(2026, 11, 23)
    assert order(monday) == order(monday + dt.timedelta(days=6))
    assert order(monday) != order(monday + dt.timedelta(days=7))
    firsts = {order(monday + dt.timedelta(weeks=week))[0] for week in range(40)}
    assert len(firsts) > 15


# --- why


def test_a_reason_shows_what_was_typed_beside_what_it_means(
    mons: SpacePage, accounting: Skill
) -> None:
    make_profile(mons, "Moka", skills=[accounting])
    [card] = results("boekhouder", "fr")
    [reason] = card.reasons
    assert (reason.found, reason.found.language) == ("boekhouder", "nl")
    assert reason.means is not None
    assert (reason.means, reason.means.language) == ("Comptabilité", "fr")


@pytest.mark.parametrize(
    ("query", "kind", "found"),
    [
        ("comptabilité", "skill", "Comptabilité"),
        ("moka", "name", "Moka"),
        ("mons", "place", "Mons"),
        ("livres", "text", "livres"),
    ],
)
def test_every_kind_of_hit_says_why(
    mons: SpacePage, accounting: Skill, query: str, kind: str, found: str
) -> None:
    make_profile(mons, "Moka", skills=[accounting], texts={"fr": {"bio": "Je tiens vos livres."}})
    [card] = results(query)
    assert [(reason.kind, str(reason.found)) for reason in card.reasons] == [(kind, found)]


def test_the_found_name_of_a_skill_is_marked(
    mons: SpacePage, accounting: Skill, web: Skill
) -> None:
    make_profile(mons, "Moka", skills=[web, accounting])
    [card] = results("boekhouding", "fr")
    assert [(pair.own, pair.mark) for pair in card.top] == [
        ("Comptabilité", "other"),
        ("Développement web", ""),
    ]


# --- typing errors


def test_a_mistyped_word_finds_what_was_meant_and_says_so(
    mons: SpacePage, accounting: Skill
) -> None:
    make_profile(mons, "Moka", skills=[accounting])
    query = search.understand("boekhuoding", ANYONE, lexicon.current())
    assert query.corrected == {"boekhuoding": "boekhouding"}
    assert names("boekhuoding") == ["Moka"]


def test_a_rare_word_that_someone_wrote_is_not_corrected(
    mons: SpacePage, accounting: Skill
) -> None:
    make_profile(mons, "Moka", texts={"nl": {"headline": "Boekhuoding"}})
    query = search.understand("boekhuoding", ANYONE, lexicon.current())
    assert query.corrected == {}


def test_a_word_that_only_a_hidden_profile_holds_looks_unknown(
    mons: SpacePage, accounting: Skill
) -> None:
    make_profile(
        mons, "Moka", texts={"nl": {"headline": "Boekhuoding"}}, visibility=Profile.NETWORK
    )
    query = search.understand("boekhuoding", ANYONE, lexicon.current())
    assert query.corrected == {"boekhuoding": "boekhouding"}


# --- the index


def test_indexing_twice_writes_nothing(mons: SpacePage, accounting: Skill) -> None:
    profile = make_profile(mons, "Moka", skills=[accounting], texts={"fr": {"bio": "Bonjour."}})
    assert search.index_profile(profile) == 0


def test_rebuilding_restores_what_was_lost(mons: SpacePage, accounting: Skill) -> None:
    profile = make_profile(mons, "Moka", skills=[accounting])
    ProfileTerm.objects.all().delete()
    Profile.objects.update(categories_mask=0, languages_mask=0, country="", deal=0)
    call_command("rebuild_search", verbosity=0)
    assert names("comptable") == ["Moka"]
    profile.refresh_from_db()
    assert (profile.country, profile.categories_mask, profile.languages_mask) == ("BE", 1, 1)


def test_rebuilding_only_if_due_is_due_after_a_new_label(
    mons: SpacePage, accounting: Skill
) -> None:
    make_profile(mons, "Moka", texts={"nl": {"bio": "Het grootboek."}})
    call_command("rebuild_search", verbosity=0)
    call_command("rebuild_search", "--if-due", verbosity=0)
    assert names("comptable") == []
    SkillLabel.objects.create(skill=accounting, language="nl", kind="alt", text="grootboek")
    call_command("rebuild_search", "--if-due", verbosity=0)
    assert names("comptable") == ["Moka"]
