"""The public archive: what was frozen, minus what was withdrawn since, and nothing of any reader."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from coworkers import consents, privacy
from newsletter.compose import freeze
from newsletter.models import Issue
from tests.blog.makers import make_post
from tests.coworkers.makers import make_profile
from tests.events.makers import make_event
from tests.factories import make_home, make_space
from tests.newsletter.makers import fast, make_issue, make_subscriber, run_once, start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home() -> None:
    make_home()


def sent(*pages: object, **fields: object) -> Issue:
    issue = make_issue(*pages, **fields)  # type: ignore[arg-type]
    freeze(issue)
    Issue.objects.filter(pk=issue.pk).update(status=Issue.SENT)
    return issue


def page(issue: Issue, language: str = "fr") -> str:
    word = {"fr": "newsletter", "nl": "nieuwsbrief"}[language]
    answer = Client().get(f"/{language}/{word}/{issue.number}-{issue.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_issue_reads_in_every_language_with_what_was_frozen() -> None:
    event = make_event("Soupe", translations={"nl": {"title": "Soep"}})
    issue = sent(event, make_post("Un article"))
    event.title = "Autre titre"
    event.save()
    french, dutch = page(issue), page(issue, "nl")
    assert "Sujet fr" in french
    assert "Soupe" in french
    assert "Autre titre" not in french
    assert "Sujet nl" in dutch
    assert "Soep" in dutch
    assert 'lang="fr">Un article' in dutch
    assert 'hreflang="nl"' in french


def test_drafts_and_what_is_not_to_be_shown_are_not_in_the_archive() -> None:
    draft, hidden = make_issue(make_event()), sent(make_event(), is_archived_publicly=False)
    planned = start(make_issue(make_event()))
    for issue in (draft, hidden, planned):
        assert Client().get(f"/fr/newsletter/{issue.number}-sujet-fr/").status_code == 404
    assert "Sujet fr" not in Client().get("/fr/newsletter/").content.decode()


def test_a_page_that_is_unpublished_now_is_no_longer_available() -> None:
    event, post = make_event("Soupe"), make_post("Un article")
    issue = sent(event, post)
    event.unpublish()
    assert "Soupe" not in page(issue)
    assert "N’est plus disponible" in page(issue)
    post.delete()
    assert "Un article" not in page(issue)
    assert page(issue).count("N’est plus disponible") == 2


@pytest.mark.parametrize("withdrawn", [consents.PUBLISH, consents.MENTION])
def test_a_person_who_withdraws_consent_is_gone_at_the_next_request(withdrawn: str) -> None:
    noor = make_profile(make_space(), "Noor", agree=[consents.PUBLISH, consents.MENTION])
    issue = sent(people=[noor])
    assert "Noor" in page(issue)
    privacy.withdraw(noor, withdrawn, "fr")
    privacy.apply(noor)
    assert "Noor" not in page(issue)


def test_the_archive_holds_no_token_and_no_name() -> None:
    fast()
    reader = make_subscriber("claire@example.org", name="Claire Ristretto")
    issue = start(make_issue(make_event()))
    run_once()
    issue.refresh_from_db()
    shown = page(issue)
    for secret in ("/n/u/", "/n/p/", "Claire", "claire@", reader.uid.hex):
        assert secret not in shown


def test_a_wrong_slug_leads_to_the_right_one() -> None:
    issue = sent(make_event())
    answer = Client().get(f"/fr/newsletter/{issue.number}-x/?a=1")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"/fr/newsletter/{issue.number}-{issue.slug}/",
    )


def test_an_old_issue_leads_to_its_neighbours_and_to_the_latest() -> None:
    issues = [sent() for _n in range(16)]
    shown = page(issues[1])
    for near in (issues[0], issues[2], issues[-1]):
        assert f"/fr/newsletter/{near.number}-" in shown
    assert shown.index('rel="prev"') < shown.index('rel="next"')
    assert f"/fr/newsletter/{issues[3].number}-" not in shown


@pytest.mark.parametrize("path", ["99999999999999999999-x", "0-x", "1-", "x"])
def test_absurd_numbers_are_404(path: str) -> None:
    assert Client().get(f"/fr/newsletter/{path}/").status_code == 404


@pytest.mark.parametrize(
    ("number", "status"),
    [("2", 404), ("0", 404), ("-1", 404), ("x", 200), ("9" * 30, 404), ("\x00", 200)],
)
def test_absurd_pages_are_404(number: str, status: int) -> None:
    assert Client().get("/fr/newsletter/", {"page": number}).status_code == status


def test_the_same_queries_for_few_and_for_many_issues() -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert Client().get(path).status_code == 200
        return len(found)

    both = [consents.PUBLISH, consents.MENTION]
    issue = sent(make_event(), make_post(), people=[make_profile(make_space(), agree=both)])
    path = f"/fr/newsletter/{issue.number}-{issue.slug}/"
    for one in ("/fr/newsletter/", path):
        queries(one)
    before = queries("/fr/newsletter/"), queries(path)
    for _n in range(15):
        sent()
    assert (queries("/fr/newsletter/"), queries(path)) == before
    assert max(before) <= 12
