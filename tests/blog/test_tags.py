"""The blocks of posts on pages of other apps."""

from django.template import Context, Template

import pytest

from blog.templatetags.blog_tags import home_posts, latest_posts
from tests.blog.makers import make_post
from tests.factories import make_space

pytestmark = pytest.mark.django_db


def render(source: str, **context: object) -> str:
    return Template("{% load blog_tags %}" + source).render(Context(context)).strip()


def test_a_space_without_posts_shows_no_section() -> None:
    make_post("Ailleurs")
    assert render("{% latest_posts space %}", space=make_space()) == ""


def test_a_blog_without_posts_shows_no_section_at_home() -> None:
    assert render("{% home_posts %}") == ""


def test_a_space_shows_its_own_newest_posts() -> None:
    space = make_space(slug="x")
    for n in range(3):
        make_post(f"P{n}", space)
    make_post("Ailleurs")
    assert [post.title for post in latest_posts(space)["posts"]] == ["P2", "P1"]
    page = render("{% latest_posts space %}", space=space)
    assert 'href="/fr/blog/?space=x"' in page


def test_home_shows_the_newest_of_all_spaces() -> None:
    for n in range(4):
        make_post(f"P{n}")
    assert [post.title for post in home_posts()["posts"]] == ["P3", "P2", "P1"]
