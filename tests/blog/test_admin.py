"""Writing a post in the admin: few required fields, the own space only, one language per text."""

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

import pytest

from blog.models import PostPage
from spaces.models import SpacePage
from tests.blog.makers import make_post
from tests.factories import make_administrator, make_manager, make_space, make_user

pytestmark = pytest.mark.django_db


def data(**changes: Any) -> dict[str, Any]:
    """What the browser sends for a new post with only the required fields filled in."""
    form = {
        "title": "Un billet",
        "summary": "En deux mots.",
        "body": streamfield([("paragraph", rich_text("<p>Texte</p>"))]),
        "author_name": "",
        "date": timezone.localdate().isoformat(),
        "language": "fr",
        "image_alt": "",
        "translations": inline_formset([]),
        "action-publish": "publish",
    }
    return nested_form_data(form | changes)


def add_url(space: SpacePage) -> str:
    return reverse("wagtailadmin_pages:add", args=["blog", "postpage", space.pk])


def test_a_manager_cannot_write_for_the_neighbour(client: Client) -> None:
    mine, theirs = make_space(), make_space()
    client.force_login(make_manager(mine))
    response = client.post(add_url(theirs), data())
    assert response.status_code in {302, 403, 404}
    assert not PostPage.objects.exists()


def test_a_coworker_has_no_admin(client: Client) -> None:
    client.force_login(make_user())
    client.post(add_url(make_space()), data())
    assert not PostPage.objects.exists()


def test_a_manager_publishes_and_the_post_is_listed_at_the_next_request(client: Client) -> None:
    space = make_space()
    client.force_login(make_manager(space, first_name="Ana", last_name="Test"))
    client.post(add_url(space), data())
    post = PostPage.objects.get()
    assert (post.space, post.live) == (space, True)
    assert "Un billet" in Client().get("/fr/blog/").content.decode()


def test_at_most_four_fields_are_required() -> None:
    form_class = PostPage.get_edit_handler().get_form_class()
    form = form_class(instance=PostPage(), for_user=make_user(), parent_page=make_space())
    required = [
        name for name, field in form.fields.items() if field.required and not form[name].value()
    ]
    assert set(required) <= {"title", "summary", "body", "slug"}


def test_language_author_and_date_are_proposed() -> None:
    space = make_space(language="nl")
    writer = make_user(first_name="Ana", last_name="Test")
    form_class = PostPage.get_edit_handler().get_form_class()
    form = form_class(instance=PostPage(), for_user=writer, parent_page=space)
    assert form["language"].value() == "nl"
    assert form["author_name"].value() == "Ana Test"
    assert form["date"].value() == timezone.localdate()


def test_the_account_is_linked_only_to_the_writers_own_name(client: Client) -> None:
    space = make_space()
    writer = make_manager(space, first_name="Ana", last_name="Test")
    client.force_login(writer)
    client.post(add_url(space), data(author_name="Ana Test"))
    post = PostPage.objects.get()
    assert post.author == writer
    edit = reverse("wagtailadmin_pages:edit", args=[post.pk])
    client.post(edit, data(author_name="Someone Else"))
    post.refresh_from_db()
    assert (post.author, post.author_name) == (None, "Someone Else")


def test_a_summary_that_is_too_long_is_a_form_error(client: Client) -> None:
    space = make_space()
    client.force_login(make_manager(space))
    response = client.post(add_url(space), data(summary="x" * 251))
    assert response.status_code == 200
    assert not PostPage.objects.exists()


def test_a_translation_into_the_source_language_is_refused(client: Client) -> None:
    space = make_space()
    client.force_login(make_manager(space))
    row = {"language": "fr", "title": "T", "summary": "", "image_alt": "", "body": streamfield([])}
    response = client.post(add_url(space), data(translations=inline_formset([row])))
    assert response.status_code == 200
    assert not PostPage.objects.exists()


def test_the_list_in_the_menu_shows_only_the_own_posts(client: Client) -> None:
    mine, theirs = make_space(), make_space()
    make_post("Le mien", mine)
    make_post("Canari du voisin", theirs)
    client.force_login(make_manager(mine))
    page = client.get(reverse("posts:index")).content.decode()
    assert "Le mien" in page
    assert "Canari" not in page


def test_a_moved_post_belongs_to_its_new_space(client: Client) -> None:
    old, new = make_space(), make_space()
    post = make_post("Nomade", old)
    client.force_login(make_administrator())
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[post.pk, new.pk]))
    post.refresh_from_db()
    assert post.space == new
    client.post(
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'move'])}?id={post.pk}&next=/admin/",
        {"move_applicable": "on", "chooser": old.pk},
    )
    post.refresh_from_db()
    assert post.space == old


def test_an_old_draft_does_not_bring_back_the_old_space() -> None:
    old, new = make_space(), make_space()
    post = make_post("Nomade", old)
    revision = post.save_revision()
    post.move(new, pos="last-child")
    revision.publish()
    assert PostPage.objects.get().space == new


def test_a_post_stands_under_a_space_and_nowhere_else() -> None:
    assert [model.__name__ for model in PostPage.allowed_parent_page_models()] == ["SpacePage"]
    assert PostPage.allowed_subpage_models() == []


def test_deleting_a_space_takes_its_posts_along() -> None:
    space = make_space()
    make_post(space=space)
    SpacePage.objects.get(pk=space.pk).delete()
    assert not PostPage.objects.exists()


def test_a_later_date_appears_on_its_day() -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    post = make_post(date=timezone.localdate(tomorrow))
    assert list(PostPage.objects.published()) == []
    assert list(PostPage.objects.published(tomorrow)) == [post]
