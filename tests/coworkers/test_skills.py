"""A skill is one concept, whatever it is called; the starter vocabulary leaves edited names alone."""

from __future__ import annotations

from inspect import unwrap
from typing import TYPE_CHECKING

from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from taggit import managers

import pytest

from coworkers import lexicon, starter
from coworkers.models import ProfileSkill, Skill, SkillLabel, VocabularyState
from coworkers.skills import SkillManager, UnknownSkillError
from tests.coworkers.makers import make_profile, make_skill

if TYPE_CHECKING:
    from pathlib import Path

    from spaces.models import SpacePage

HEADER = "key,category,fr,nl,en,alt_fr,alt_nl,alt_en,taxonomy_uri\n"


def test_the_private_method_that_we_override_still_exists() -> None:
    # taggit 6.1: `add()` and `set()` hand what they are given to this method and use the rows it returns.
    original = managers._TaggableManager._to_tag_model_instances
    assert original.__code__.co_varnames[:3] == ("self", "tags", "tag_kwargs")
    assert SkillManager._to_tag_model_instances is not original
    assert "_to_tag_model_instances" in unwrap(managers._TaggableManager.add).__code__.co_names


@pytest.mark.django_db
def test_a_label_in_any_language_case_and_accent_is_the_same_skill(
    mons: SpacePage, accounting: Skill
) -> None:
    profile = make_profile(mons)
    profile.skills.add("Boekhouding")
    profile.skills.add("comptabilite", "BOEKHOUDER", accounting)
    assert [item.tag for item in ProfileSkill.objects.all()] == [accounting]
    assert Skill.objects.count() == 1


@pytest.mark.django_db
def test_a_text_that_names_no_skill_or_two_raises(mons: SpacePage, accounting: Skill) -> None:
    profile = make_profile(mons)
    make_skill("bookbinding", fr="Reliure", nl="Boekbinden", alternatives={"nl": ["boekhouder"]})
    for text in ("boekhouder", "astrology", "", "\x00"):
        with pytest.raises(UnknownSkillError):
            profile.skills.add(text)
    assert not ProfileSkill.objects.exists()
    assert Skill.objects.count() == 2


@pytest.mark.django_db
def test_a_skill_has_one_preferred_name_per_language(accounting: Skill) -> None:
    SkillLabel.objects.create(skill=accounting, language="fr", kind="pref", text="Compta")
    preferred = accounting.labels.filter(language="fr", kind="pref")
    assert [label.text for label in preferred] == ["Compta"]
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillLabel.objects.create(skill=accounting, language="nl", kind="alt", text="BOEKHOUDER")


@pytest.mark.django_db
def test_a_label_falls_back_and_knows_its_language() -> None:
    skill = make_skill("podcast", fr="Podcasts")
    with translation.override("nl"):
        label, info = skill.label(), lexicon.current().skills[skill.pk]
        assert (label, label.language, label.foreign) == ("Podcasts", "fr", True)
        assert (info.label(), info.label().language, info.others()) == ("Podcasts", "fr", [])


@pytest.mark.django_db
def test_every_change_of_the_vocabulary_is_seen_by_every_process(accounting: Skill) -> None:
    seen = {VocabularyState.current()}
    label = SkillLabel.objects.create(skill=accounting, language="fr", kind="alt", text="compta")
    seen.add(VocabularyState.current())
    label.delete()
    seen.add(VocabularyState.current())
    accounting.save()
    seen.add(VocabularyState.current())
    assert len(seen) == 4


# --- load_skills


@pytest.mark.django_db
def test_loading_twice_writes_nothing_the_second_time() -> None:
    first = starter.load(starter.read())
    version = VocabularyState.current()
    second = starter.load(starter.read())
    assert first.added > 1000
    assert (second.written, VocabularyState.current()) == (0, version)
    assert Skill.objects.count() == first.skills >= 300


@pytest.mark.django_db
def test_a_name_that_someone_edited_is_kept_and_another_follows_the_file(tmp_path: Path) -> None:
    file = tmp_path / "skills.csv"
    file.write_text(HEADER + "podcast,audiovisual,Podcast,Podcast,Podcasting,,,,\n")
    call_command("load_skills", file, verbosity=0)
    french = SkillLabel.objects.get(language="fr")
    french.text, french.edited = "Balado", True
    french.save()
    file.write_text(HEADER + "podcast,culture,Podcasts,Podcasts,Podcasting,émission,,,\n")
    call_command("load_skills", file, verbosity=0)
    texts = set(SkillLabel.objects.values_list("language", "kind", "text"))
    assert texts == {
        ("fr", "pref", "Balado"),
        ("fr", "alt", "émission"),
        ("nl", "pref", "Podcasts"),
        ("en", "pref", "Podcasting"),
    }
    assert Skill.objects.get().category == "culture"


@pytest.mark.django_db
def test_loading_never_deletes(tmp_path: Path, accounting: Skill) -> None:
    file = tmp_path / "skills.csv"
    file.write_text(HEADER + "accounting,finance,Compta,Boekhouding,Accounting,,,,\n")
    SkillLabel.objects.filter(kind="pref").update(edited=False)
    call_command("load_skills", file, verbosity=0)
    kept = set(accounting.labels.values_list("text", flat=True))
    assert kept == {"Compta", "Boekhouding", "Accounting", "comptable", "boekhouder"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("nothing\n", "line 1"),
        (HEADER + "a,astrology,A,A,A,,,,\n", "line 2: unknown category"),
        (HEADER + ",law,A,A,A,,,,\n", "line 2: no key"),
        (HEADER + "a,law,,,,,,,\n", "line 2: no label"),
        (HEADER + "a,law,A,A,A,…|b,,,\n", "line 2: '…' leaves nothing"),
        (HEADER + "a,law,A,A,A," + "x" * 256 + ",,,\n", "line 2"),
        (HEADER + "a,law,A,A,A,,,,\na,law,B,B,B,,,,\n", "a: the key stands twice"),
        (HEADER + "a,law,Caf\xe9,A,A,,,,\n", "utf-8"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason_and_nothing_is_imported(
    tmp_path: Path, content: str, reason: str
) -> None:
    file = tmp_path / "skills.csv"
    file.write_bytes(content.encode("latin-1" if "\xe9" in content else "utf-8"))
    with pytest.raises(CommandError, match=reason):
        call_command("load_skills", file)
    assert not Skill.objects.exists()
