"""Makers of posts and themes."""

from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone

from wagtail.models import Page

from blog.models import PostPage, PostTranslation
from coffee.core.topics import Topic
from spaces.models import SpacePage
from tests.factories import make_space

_numbers = count(1)


def make_topic(slug: str = "", **labels: str) -> Topic:
    """A theme; `make_topic("law", fr="Droit", nl="Recht")`."""
    slug = slug or f"topic-{next(_numbers)}"
    topic: Topic = Topic.objects.create(name=slug, slug=slug, labels=labels or {"fr": slug})
    return topic


def body(*paragraphs: str) -> list[dict[str, Any]]:
    """Body blocks of plain paragraphs."""
    return [{"type": "paragraph", "value": f"<p>{text}</p>"} for text in paragraphs]


def make_post(
    title: str = "",
    space: SpacePage | None = None,
    *,
    translations: dict[str, dict[str, Any]] | None = None,
    tags: list[Topic] | None = None,
    **fields: Any,
) -> PostPage:
    """A live post of today; `translations={"nl": {"title": …}}` adds rows."""
    number = next(_numbers)
    post = PostPage(
        title=title or f"Post {number}",
        slug=fields.pop("slug", f"post-{number}"),
        language=fields.pop("language", "fr"),
        summary=fields.pop("summary", "En deux mots."),
        body=fields.pop("body", body("Un texte.")),
        date=fields.pop("date", timezone.localdate()),
        **fields,
    )
    post.translations = [
        PostTranslation(language=code, **{"title": "", **values})
        for code, values in (translations or {}).items()
    ]
    (space or make_space()).add_child(instance=post)
    if tags:
        post.tags.set(tags)
        post.save()
    return post


def whole(title: str = "Titel", **fields: Any) -> dict[str, Any]:
    """A translation in which nothing is missing."""
    return {"title": title, "summary": "Kort gezegd.", "body": body("Een tekst."), **fields}


def make_many(post: PostPage, number: int) -> None:
    """Copies of a post in two statements; pages of two tables cannot be created in bulk otherwise."""
    parent = post.path[: -post.steplen]
    pages = Page.objects.bulk_create(
        Page(
            title=f"Copy {n}",
            slug=f"copy-{n}",
            path=parent + PostPage._int2str(n + 10_000).rjust(post.steplen, "0"),
            depth=post.depth,
            url_path=f"/copy-{n}/",
            content_type=post.content_type,
            locale=post.locale,
            draft_title=f"Copy {n}",
        )
        for n in range(number)
    )
    fields = PostPage._meta.local_concrete_fields
    columns = [f'"{field.column}"' for field in fields if field.column != "page_ptr_id"]
    names, values = ", ".join(columns), ", ".join(f"t.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO blog_postpage (page_ptr_id, {names}) SELECT p.id, {values} "  # noqa: S608 - our own columns
            "FROM wagtailcore_page p, blog_postpage t WHERE t.page_ptr_id = %s AND p.id >= %s",
            [post.pk, pages[0].pk],
        )
