"""The invented posts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from blog.models import PostPage, PostTranslation
from coffee.home.seed.demo import source
from coffee.home.seed.demo.blocks import blocks
from coffee.home.seed.demo.pictures import Pictures
from coworkers.models import Profile
from spaces.models import SpacePage

if TYPE_CHECKING:
    from coffee.core.topics import Topic
    from coffee.home.seed.demo.ledger import Ledger


def seed_posts(ledger: Ledger, topics: dict[str, Topic], today: dt.date) -> None:
    """Every post that is missing."""
    spaces = {space.slug: space for space in SpacePage.objects.live()}
    pictures = Pictures(ledger)
    for row in source.content()["posts"]:
        if ledger.knows(PostPage, row["key"]) or row["space"] not in spaces:
            continue
        space = spaces[row["space"]]
        post = make_post(row, topics, today)
        author = ledger.find(Profile, row["author"])
        if author is not None:
            post.author, post.author_name = author.user, author.name
        picture = pictures.for_post(row, space)
        if picture is not None:
            post.image, post.image_alt = picture.image, picture.alt[row["language"]]
        post.translations = translations(row, picture.alt if picture else {})
        space.add_child(instance=post)
        ledger.note(post, row["key"], row)


def make_post(row: dict[str, Any], topics: dict[str, Topic], today: dt.date) -> PostPage:
    """The page in its own language, out since its day."""
    code, day = row["language"], today + dt.timedelta(days=row["day"])
    published = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    post = PostPage(
        slug=f"demo-{row['key']}",
        language=code,
        title=row["title"][code],
        summary=row["summary"][code],
        body=blocks(row["body"][code]),
        date=day,
        live=True,
        first_published_at=published,
        last_published_at=published,
        latest_revision_created_at=published,
        is_demo=True,
    )
    post.tags = [topics[key] for key in row["tags"] if key in topics]
    return post


def translations(row: dict[str, Any], alt: dict[str, str]) -> list[PostTranslation]:
    """The post in other languages."""
    _source, others = source.source_and_others(row)
    return [
        PostTranslation(
            language=code,
            title=row["title"][code],
            summary=row["summary"].get(code, ""),
            body=blocks(row["body"].get(code)),
            image_alt=alt.get(code, ""),
        )
        for code in others
    ]
