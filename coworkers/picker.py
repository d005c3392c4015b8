"""Choosing skills without a script: search, tick, save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coffee.core.language import current_language
from coworkers import search
from coworkers.cards import SkillPair, pair
from coworkers.filters import ID_DIGITS, MOST_VALUES
from coworkers.models import Profile, ProfileSkill
from coworkers.skills import MAX_SKILLS

if TYPE_CHECKING:
    from django.http import QueryDict

    from coworkers.lexicon import Lexicon

CANDIDATES = 20


@dataclass(frozen=True)
class Choice:
    """One line of the page: a skill, whether it is ticked, and its level."""

    pk: int
    skill: SkillPair
    on: bool
    level: int


def chosen_levels(data: QueryDict, known: set[int]) -> dict[int, int]:
    """The ticked skills with their level, as posted; whatever is unknown is left out."""
    levels = {}
    for raw in data.getlist("skill")[:MOST_VALUES]:
        if raw.isascii() and raw.isdecimal() and len(raw) <= ID_DIGITS and int(raw) in known:
            level = data.get(f"level-{int(raw)}", "")
            levels[int(raw)] = int(level) if level in {"1", "2", "3"} else ProfileSkill.PRACTISED
    return levels


def current_levels(profile: Profile) -> dict[int, int]:
    """What the profile declares now."""
    return dict(profile.skill_items.order_by("-level", "pk").values_list("tag_id", "level"))


def lines(
    levels: dict[int, int], typed: str, words_of: Lexicon
) -> tuple[list[Choice], list[Choice]]:
    """What is chosen, and what the search offers beside it."""
    mine = [
        Choice(pk, pair(words_of.skills[pk], level), on=True, level=level)
        for pk, level in levels.items()
        if pk in words_of.skills
    ]
    hits = words_of.vocabulary.suggest(typed, current_language(), CANDIDATES) if typed else []
    offered = [
        Choice(hit.skill, pair(words_of.skills[hit.skill]), on=False, level=ProfileSkill.PRACTISED)
        for hit in hits
        if hit.skill not in levels
    ]
    return mine, offered


def save(profile: Profile, levels: dict[int, int]) -> str:
    """Make the declared skills equal to `levels`, in one transaction with the index. Returns what is wrong."""
    if len(levels) > MAX_SKILLS:
        return _("At most %(n)s skills: choose the ones you want to be asked for.") % {
            "n": MAX_SKILLS
        }
    with transaction.atomic():
        profile.skill_items.exclude(tag__in=levels).delete()
        for pk, level in levels.items():
            profile.skill_items.update_or_create(tag_id=pk, defaults={"level": level})
        Profile.objects.filter(pk=profile.pk).update(version=F("version") + 1)
        search.index_profile(profile)
    return ""
