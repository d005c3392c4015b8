"""The page of one post: one address, the reader's language or a marked other one."""

import datetime as dt
import json
import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

import pytest

from blog.models import PostPage
from coworkers import consents, privacy
from tests.blog.makers import body, make_post, make_topic, whole
from tests.coworkers.makers import make_profile
from tests.factories import make_space, make_user

pytestmark = pytest.mark.django_db


def path_of(post: PostPage, code: str) -> str:
    with translation.override(code):
        return str(post.get_absolute_url())


def html(client: Client, post: PostPage, code: str) -> str:
    response = client.get(path_of(post, code))
    assert response.status_code == 200
    return response.content.decode()


def json_ld(page: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(text) for text in found]


def test_a_draft_is_a_404(client: Client) -> None:
    post = make_post(live=False)
    assert client.get(path_of(post, "fr")).status_code == 404


def test_a_post_of_a_later_day_is_a_404(client: Client) -> None:
    post = make_post(date=timezone.localdate() + dt.timedelta(days=1))
    assert client.get(path_of(post, "fr")).status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_an_unknown_number_is_a_404(client: Client, pk: str) -> None:
    assert client.get(f"/fr/blog/titre-{pk}/").status_code == 404


def test_the_tree_address_and_a_wrong_slug_lead_to_the_right_one(client: Client) -> None:
    post = make_post("Le bon titre", make_space(slug="tasse"))
    for wrong in (f"/fr/blog/faux-{post.pk}/", f"/fr/tasse/{post.slug}/"):
        response = client.get(wrong + "?a=1")
        assert response.status_code == 301
        assert response["Location"] == f"/fr/blog/le-bon-titre-{post.pk}/?a=1"
        assert response["Cache-Control"] == "public, max-age=3600"


def test_a_title_without_letters_has_an_address(client: Client) -> None:
    post = make_post("!!!")
    assert path_of(post, "fr") == f"/fr/blog/postpage-{post.pk}/"
    assert client.get(path_of(post, "fr")).status_code == 200


def test_an_untranslated_post_is_marked_and_says_so(client: Client) -> None:
    post = make_post("Titre", body=body("Un texte."))
    page = html(client, post, "nl")
    assert '<h1><span lang="fr">Titre</span>' in page
    assert page.count('class="tag fallback"') == 1
    assert re.search(r'<div class="prose" lang="fr">\s*<p>Un texte', page)
    assert '<p class="msg">' in page
    assert '<p class="msg">' not in html(client, post, "fr")


def test_a_translated_post_is_in_the_readers_language(client: Client) -> None:
    post = make_post("Titre", translations={"nl": whole("Titel")})
    page = html(client, post, "nl")
    assert "<h1><span>Titel</span>" in page
    assert 'lang="fr"' not in page.split("<main")[1].split("</main>")[0]
    assert '<p class="msg">' not in page


def test_a_machine_translation_is_not_shown(client: Client) -> None:
    post = make_post("Titre", translations={"nl": whole("Machinaal", machine=True)})
    assert "Machinaal" not in html(client, post, "nl")


def test_versions_are_announced_only_where_the_text_exists(client: Client) -> None:
    alone = html(client, make_post("Seul"), "nl")
    assert 'rel="alternate" hreflang' not in alone
    assert re.search(r'<link rel="canonical" href="http[^"]+/fr/blog/seul-\d+/">', alone)
    both = html(client, make_post("Deux", translations={"nl": whole("Twee")}), "nl")
    assert re.findall(r'hreflang="([a-z-]+)" href="http[^"]*/blog/', both)[:3] == [
        "fr",
        "nl",
        "x-default",
    ]


def test_structured_data_cannot_close_the_script_element(client: Client) -> None:
    post = make_post("</script><script>alert(1)</script>", author_name="Ana Test")
    page = html(client, post, "fr")
    assert "<script>alert(1)" not in page
    posting = next(data for data in json_ld(page) if data["@type"] == "BlogPosting")
    assert posting["headline"] == "</script><script>alert(1)</script>"
    assert posting["author"] == {"@type": "Person", "name": "Ana Test"}
    assert posting["inLanguage"] == "fr"
    assert posting["datePublished"] == timezone.localdate().isoformat()


def test_an_unsigned_post_is_the_spaces_own(client: Client) -> None:
    post = make_post(space=make_space("La Tasse"))
    assert post.byline == "La Tasse"
    posting = next(d for d in json_ld(html(client, post, "fr")) if d["@type"] == "BlogPosting")
    assert posting["author"]["@type"] == "Organization"


def test_no_address_of_the_author_is_shown(client: Client) -> None:
    post = make_post(author=make_user("secret-address@example.org"))
    assert "secret-address" not in html(client, post, "fr")


def test_erasing_the_author_keeps_the_post(client: Client) -> None:
    user = make_user()
    post = make_post(author=user)
    user.delete()
    post.refresh_from_db()
    assert post.author is None


def test_the_author_is_linked_only_while_the_profile_is_public(client: Client) -> None:
    profile = make_profile(make_space(), "Ana Test", texts={"fr": {"headline": "Comptable"}})
    post = make_post(space=profile.space, author=profile.user, author_name="Ana Test")
    address = f'href="{profile.get_absolute_url()}"'
    assert address in html(client, post, "fr")
    privacy.withdraw(profile, consents.PUBLISH, "fr")
    page = html(client, post, "fr")
    assert address not in page
    assert "Comptable" not in page


def test_themes_lead_to_their_posts(client: Client) -> None:
    post = make_post(tags=[make_topic("law", fr="Droit", nl="Recht")])
    assert re.search(r'href="/nl/blog/\?tag=law"[^>]*>Recht<', html(client, post, "nl"))


def test_one_post_needs_few_queries_in_either_language(client: Client) -> None:
    topic = make_topic()
    post = make_post(tags=[topic], translations={"nl": whole()})
    html(client, post, "fr")
    for code in ("fr", "nl"):
        with CaptureQueriesContext(connection) as captured:
            html(client, post, code)
        assert len(captured) <= 12
    assert not client.cookies


def test_reading_time_is_whole_minutes_and_at_least_one() -> None:
    assert make_post(body=[]).minutes == 1
    assert make_post(body=body("mot " * 500)).minutes == 2
