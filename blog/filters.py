"""The query string of the blog: a few known words become a queryset, everything else is ignored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coffee.core.language import content_languages
from coffee.core.topics import Topic
from spaces.network import network_spaces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, QueryDict

    from blog.querysets import PostPageQuerySet
    from spaces.models import SpacePage

# More values than there are spaces can only be noise.
MOST_VALUES = 50


@dataclass(frozen=True)
class Choices:
    """What the screen offers: spaces in fair order, themes by name, languages."""

    spaces: Sequence[SpacePage]
    topics: Sequence[Topic]

    @classmethod
    def load(cls, request: HttpRequest) -> Choices:
        """All spaces of the network and all themes."""
        return cls(
            spaces=network_spaces(request),
            topics=sorted(Topic.objects.all(), key=lambda topic: str(topic.label).casefold()),
        )


@dataclass(frozen=True)
class PostFilter:
    """What a reader asked for, as far as it exists."""

    spaces: tuple[SpacePage, ...] = ()
    topic: Topic | None = None
    language: str = ""

    @classmethod
    def from_query(cls, params: QueryDict, choices: Choices) -> PostFilter:
        """Unknown spaces, themes and languages are left out; never raises."""
        slugs = set(params.getlist("space")[:MOST_VALUES])
        wanted = params.get("tag", "")
        code = params.get("lang", "")
        return cls(
            spaces=tuple(space for space in choices.spaces if space.slug in slugs),
            topic=next((topic for topic in choices.topics if topic.slug == wanted), None),
            language=code if code in dict(content_languages()) else "",
        )

    def apply(self, posts: PostPageQuerySet) -> PostPageQuerySet:
        """The posts that fit: any of the spaces, and the theme, and the language."""
        if self.spaces:
            posts = posts.of_spaces(self.spaces)
        if self.topic is not None:
            posts = posts.filter(tags=self.topic)
        if self.language:
            posts = posts.in_language(self.language)
        return posts

    @cached_property
    def slugs(self) -> set[str]:
        """The slugs of the chosen spaces, for the boxes of the form."""
        return {space.slug for space in self.spaces}

    @property
    def is_active(self) -> bool:
        """True when something is left out of the list."""
        return bool(self.spaces or self.topic or self.language)

    def as_query(self) -> list[tuple[str, Any]]:
        """The parameters that mean something, in one order: the address of this selection."""
        pairs: list[tuple[str, Any]] = [("space", space.slug) for space in self.spaces]
        if self.topic is not None:
            pairs.append(("tag", self.topic.slug))
        if self.language:
            pairs.append(("lang", self.language))
        return pairs
