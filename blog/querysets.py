"""Sets of posts: what is out, in which order, and what each screen reads of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from wagtail.images import get_image_model
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from blog.pictures import CARD
from coffee.core.language import content_languages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from spaces.models import SpacePage


class PostPageQuerySet(PageQuerySet):
    """Sets of posts."""

    def published(self, at: dt.datetime | None = None) -> PostPageQuerySet:
        """Live posts whose day has come, in local time."""
        return self.live().filter(date__lte=timezone.localdate(at))

    def newest_first(self) -> PostPageQuerySet:
        """By day; posts of one day by id, so that pages never overlap."""
        return self.order_by("-date", "-pk")

    def of_spaces(self, spaces: Iterable[SpacePage]) -> PostPageQuerySet:
        """Posts of any of these spaces."""
        return self.filter(space__in=list(spaces))

    def in_language(self, code: str) -> PostPageQuerySet:
        """Posts that can really be read in a language: written in it, or wholly translated.

        The same rule as `PostPage.languages()`, in the database.
        """
        if code not in dict(content_languages()):
            return self.none()
        rows = self.model._meta.get_field("translations").related_model.objects.filter(
            page=OuterRef("pk"), language=code, machine=False
        )
        complete = Q(Exists(rows.exclude(title="")))
        for field in ("summary", "image_alt"):
            complete &= Q(**{field: ""}) | Q(Exists(rows.exclude(**{field: ""})))
        complete &= Q(body=[]) | Q(Exists(rows.exclude(body=[])))
        return self.filter(Q(language=code) | complete)

    def for_listing(self) -> PostPageQuerySet:
        """What cards read: the space with its town, titles and summaries, themes, the small picture."""
        translations = self.model._meta.get_field("translations").related_model
        return (
            self.defer("body")
            .select_related("space__city")
            .prefetch_related(
                Prefetch("translations", queryset=translations.objects.defer("body")),
                Prefetch("image", queryset=get_image_model().objects.prefetch_renditions(CARD)),
                "tags",
            )
        )

    def for_detail(self) -> PostPageQuerySet:
        """What the page of one post reads."""
        return self.select_related("space__city", "image", "author").prefetch_related(
            "translations", "tags"
        )

    def for_feed(self) -> PostPageQuerySet:
        """What feeds read: whole texts, no pictures."""
        return self.select_related("space__city").prefetch_related("translations", "tags")

    def for_sitemap(self) -> PostPageQuerySet:
        """What the list for search engines reads, by id so that its files are stable."""
        return self.published().prefetch_related("translations").order_by("pk")


PostPageManager = PageManager.from_queryset(PostPageQuerySet)
