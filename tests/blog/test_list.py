"""The list of posts: everything once, in one order, whatever the language and whatever is asked."""

import datetime as dt
import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.models import PostPage
from tests.blog.makers import make_many, make_post, make_topic, whole
from tests.factories import make_space

pytestmark = pytest.mark.django_db

LISTS = {"fr": "/fr/blog/", "nl": "/nl/blog/"}


def titles(client: Client, url: str) -> list[str]:
    """The titles on a page of the list, in order."""
    response = client.get(url)
    assert response.status_code == 200, url
    return [str(post.title) for post in response.context["posts"]]


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(url)
    return len(captured)


def test_drafts_and_posts_of_a_later_day_are_not_listed(client: Client) -> None:
    make_post("Brouillon", live=False)
    make_post("Demain", date=timezone.localdate() + dt.timedelta(days=1))
    assert titles(client, "/fr/blog/") == []


def test_a_post_in_one_language_is_on_every_list_once_marked(client: Client) -> None:
    make_post("Une seule langue", summary="Résumé.")
    dutch = html(client, "/nl/blog/")
    assert dutch.count("Une seule langue</a>") == 1
    assert re.search(r'<a [^>]*lang="fr"[^>]*>Une seule langue</a>', dutch)
    assert dutch.count('class="tag fallback"') == 1
    assert 'class="tag fallback"' not in html(client, "/fr/blog/")


def test_a_translated_title_stands_beside_an_untranslated_summary(client: Client) -> None:
    make_post("Titre", summary="Résumé.", translations={"nl": {"title": "Titel"}})
    dutch = html(client, "/nl/blog/")
    assert re.search(r'<a href="[^"]*">Titel</a>', dutch)
    assert '<p lang="fr">Résumé.</p>' in dutch


def test_both_languages_list_the_same_posts_in_the_same_order(client: Client) -> None:
    today = timezone.localdate()
    for n in range(5):
        make_post(f"P{n}", date=today - dt.timedelta(days=n % 2), language="nl" if n % 2 else "fr")
    shown = {
        code: [post.pk for post in client.get(url).context["posts"]] for code, url in LISTS.items()
    }
    assert shown["fr"] == shown["nl"]
    assert len(shown["fr"]) == 5


def test_posts_of_one_day_are_ordered_by_age(client: Client) -> None:
    space = make_space()
    for n in range(3):
        make_post(f"P{n}", space)
    assert titles(client, "/fr/blog/") == ["P2", "P1", "P0"]


def test_pages_do_not_overlap_and_lose_nothing(client: Client) -> None:
    space = make_space()
    for n in range(14):
        make_post(f"P{n}", space)
    first, second = titles(client, "/fr/blog/"), titles(client, "/fr/blog/?page=2")
    assert len(first) == 12
    assert sorted(first + second) == sorted(f"P{n}" for n in range(14))


@pytest.mark.parametrize(
    "page", ["0", "-1", "2", "99999999999999999999", "x", "1.5", "²", "%00", "1%00", "last", "١"]
)
def test_a_page_that_does_not_exist_is_a_404(client: Client, page: str) -> None:
    make_post()
    assert client.get(f"/fr/blog/?page={page}").status_code == 404


def test_an_empty_page_number_is_the_first_page(client: Client) -> None:
    make_post("P")
    assert titles(client, "/fr/blog/?page=") == ["P"]


def test_filters_by_several_spaces_mean_any_of_them(client: Client) -> None:
    one, two, three = make_space(slug="een"), make_space(slug="twee"), make_space(slug="drie")
    make_post("A", one)
    make_post("B", two)
    make_post("C", three)
    assert sorted(titles(client, "/nl/blog/?space=een&space=twee")) == ["A", "B"]


def test_filters_combine_and_are_the_same_in_both_languages(client: Client) -> None:
    space, law = make_space(slug="x"), make_topic("law", fr="Droit", nl="Recht")
    make_post("A", space, tags=[law])
    make_post("B", space)
    make_post("C", tags=[law])
    for url in LISTS.values():
        assert titles(client, f"{url}?space=x&tag=law") == ["A"]


def test_the_language_filter_means_texts_that_can_really_be_read(client: Client) -> None:
    make_post("Source", language="nl")
    make_post("Traduit", translations={"nl": whole("Vertaald")})
    make_post("Titre seul", translations={"nl": {"title": "Alleen titel"}})
    make_post("Machine", translations={"nl": whole("Machine", machine=True)})
    make_post("Sans corps", body=[], translations={"nl": {"title": "T", "summary": "S"}})
    make_post("Photo muette", image_alt="Une tasse", translations={"nl": whole("Zonder alt")})
    assert sorted(titles(client, "/fr/blog/?lang=nl")) == ["Sans corps", "Source", "Traduit"]


def test_the_language_filter_agrees_with_the_rule_of_the_model(client: Client) -> None:
    make_post(language="nl")
    make_post(translations={"nl": whole()})
    make_post(translations={"nl": {"title": "T"}})
    make_post(
        body=[],
        image_alt="a",
        translations={"nl": {"title": "T", "summary": "S", "image_alt": "b"}},
    )
    for code in ("fr", "nl"):
        expected = {post.pk for post in PostPage.objects.all() if code in post.languages()}
        assert set(PostPage.objects.in_language(code).values_list("pk", flat=True)) == expected


@pytest.mark.parametrize(
    "query",
    [
        "space=nowhere",
        "space=",
        "space=%00",
        "space=../../x",
        "tag=nothing",
        "tag=%F0%9F%8E%89",
        "tag=1%27%20OR%201=1",
        "lang=xx",
        "lang=FR",
        "lang=nl_BE",
        "foo=bar",
        "space[]=1",
        "tag=" + "a" * 10_000,
        "&".join(f"space=s{n}" for n in range(900)),
    ],
)
def test_unknown_values_are_ignored(client: Client, query: str) -> None:
    make_post("P")
    assert titles(client, f"/fr/blog/?{query}") == ["P"]


def test_a_filter_still_works_beside_an_unknown_one(client: Client) -> None:
    make_post("A", make_space(slug="a"))
    make_post("B")
    assert titles(client, "/fr/blog/?space=nowhere&space=a&tag=zzz") == ["A"]


def test_an_empty_selection_says_so_and_offers_all_posts(client: Client) -> None:
    make_space(slug="silent")
    make_post("P")
    page = html(client, "/fr/blog/?space=silent")
    assert 'class="empty"' in page
    assert 'href="/fr/blog/"' in page


def test_a_blog_without_posts_is_a_page(client: Client) -> None:
    assert 'class="empty"' in html(client, "/nl/blog/")


def test_a_space_that_has_left_is_no_filter_but_its_posts_stay(client: Client) -> None:
    gone = make_space(slug="gone", left=timezone.localdate() - dt.timedelta(days=1))
    make_post("Souvenir", gone)
    response = client.get("/fr/blog/")
    assert [str(post.title) for post in response.context["posts"]] == ["Souvenir"]
    assert 'value="gone"' not in response.content.decode()


def test_selections_are_not_for_search_engines_but_the_list_is(client: Client) -> None:
    make_post("P", make_space(slug="a"))
    assert 'name="robots"' not in html(client, "/fr/blog/")
    assert '<meta name="robots" content="noindex">' in html(client, "/fr/blog/?space=a")


def test_the_list_names_its_feed_with_the_same_selection(client: Client) -> None:
    make_post("P", make_space(slug="a"))
    assert "/fr/blog/feed.xml?space=a" in html(client, "/fr/blog/?space=a&lang=fr")


def test_anonymous_readers_get_no_cookie(client: Client) -> None:
    make_post("P")
    assert not client.get("/fr/blog/").cookies


def test_titles_are_escaped_everywhere(client: Client) -> None:
    make_post("<script>alert(1)</script>", summary="</script><b>", author_name="<i>Moi</i>")
    page = html(client, "/fr/blog/")
    assert "<script>alert(1)" not in page
    assert "<i>Moi" not in page
    assert "</script><b>" not in page


def test_ten_posts_and_two_thousand_need_the_same_number_of_queries(client: Client) -> None:
    spaces = [make_space() for _n in range(3)]
    topic = make_topic()
    for n in range(13):
        make_post(
            f"P{n}", spaces[n % 3], tags=[topic], translations={"nl": whole()} if n % 2 else None
        )
    few = {url: queries_of(client, url) for url in LISTS.values()}
    assert max(few.values()) <= 12
    template = PostPage.objects.order_by("pk").first()
    assert template is not None
    make_many(template, 2_000)
    assert PostPage.objects.count() > 2_000
    assert {url: queries_of(client, url) for url in LISTS.values()} == few


def test_reading_the_related_fields_of_a_listing_asks_nothing_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    topic = make_topic()
    for _n in range(3):
        make_post(tags=[topic], translations={"nl": whole()})
    posts = list(PostPage.objects.published().newest_first().for_listing())
    with django_assert_num_queries(0):
        for post in posts:
            assert post.text("title")
            assert post.text("summary")
            assert post.space.city.label
            assert post.get_absolute_url()
            assert post.card_picture is None
            assert [str(tag.label) for tag in post.tags.all()]
