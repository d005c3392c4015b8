"""What other floors show of the coworkers: the people of a space, and the skills most often declared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from coworkers import lexicon
from coworkers.cards import SkillPair, cards, pair
from coworkers.models import Profile, ProfileSkill

if TYPE_CHECKING:
    from coffee.users.models import User
    from spaces.models import SpacePage

register = template.Library()

PEOPLE, SKILLS, POPULAR = 4, 7, 8


@dataclass(frozen=True)
class Popular:
    """A skill and how many people declare it."""

    skill: SkillPair
    count: int


def _visitor(context: template.Context) -> User | AnonymousUser:
    """The reader, where the page has one: in mails there is none."""
    return getattr(context.get("request"), "user", None) or AnonymousUser()


@register.inclusion_tag("coworkers/space_members.html", takes_context=True)
def space_members(
    context: template.Context, space: SpacePage, limit: int = PEOPLE
) -> dict[str, Any]:
    """What the members of a space can do, and some of them; nothing when nobody shows themselves. Five queries."""
    people = Profile.objects.visible_to(_visitor(context)).filter(space=space)
    members = people.count()
    if not members:
        return {}
    words_of = lexicon.current()
    declared = ProfileSkill.objects.filter(content_object__in=people.values("pk"))
    counted = declared.order_by().values_list("tag_id").annotate(n=Count("pk"))
    return {
        "space": space,
        "members": members,
        "skills": _most(Counter(dict(counted)), SKILLS),
        "cards": cards(people.for_listing()[:limit], words_of),
        "urls": context.get("urls"),
    }


def _most(counted: Counter[int], limit: int) -> list[Popular]:
    words_of = lexicon.current()
    known = [(words_of.skills[pk], n) for pk, n in counted.items() if pk in words_of.skills]
    listed = [(info, n) for info, n in known if info.is_listed]
    listed.sort(key=lambda item: (-item[1], item[0].slug))
    return [Popular(pair(info), n) for info, n in listed[:limit]]


@register.simple_tag
def popular_skills(limit: int = POPULAR) -> list[Popular]:
    """The skills that most public profiles declare: `skill` (own, other, url) and `count`. Two queries."""
    people = Profile.objects.visible_to(AnonymousUser())
    declared = ProfileSkill.objects.filter(content_object__in=people.values("pk"))
    counted = declared.order_by().values_list("tag_id").annotate(n=Count("pk"))
    return _most(Counter(dict(counted)), limit)


@register.simple_tag
def coworker_count() -> int:
    """How many people everyone may see. One query."""
    return Profile.objects.visible_to(AnonymousUser()).count()
