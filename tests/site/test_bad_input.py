"""What nobody types but machines send: every page answers with a page or a 404, never with an error."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils import translation

import pytest

from tests.factories import make_home, make_space

HUGE = 10**30
LISTS = [
    "events:list",
    "events:feed",
    "spaces:list",
    "spaces:compare",
    "coworkers:list",
    "coworkers:suggest",
    "blog:list",
    "blog:feed",
    "newsletter:archive",
]
QUERIES = [
    "?page=0",
    "?page=-1",
    f"?page={HUGE}",
    "?page=abc",
    "?q=" + "x" * 10_000,
    "?q=%00",
    "?q=%27%22%3E%3Cscript%3E",
    "?q=%F0%9F%8E%89%E2%80%AE",
    "?q=%25_%25",
    "?space=nowhere&space=%00&country=XX&lang=tlh&kind=nothing&tag=nothing&price=none",
    "?skill=abc&category=x&speaks=xx&available=never",
    f"?skill={HUGE}&from={HUGE}",
    "?from=2026-02-30&when=never",
    "?" + "&".join(f"tag={number}" for number in range(900)),
]
DETAILS = ["events:detail", "coworkers:person", "coworkers:skill", "blog:detail", "home:standard"]


@pytest.fixture
def client(db: None) -> Client:
    make_home()
    make_space("Quai", slug="quai")
    # An error must fail the test as the visitor would see it: as a status.
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("code", ["fr", "nl"])
@pytest.mark.parametrize("name", LISTS)
def test_absurd_queries_get_a_page_or_a_404(client: Client, name: str, code: str) -> None:
    with translation.override(code):
        path = reverse(name)
    assert client.get(path).status_code == 200
    for query in QUERIES:
        # A feed says 400: a typing error there must not become the whole agenda.
        assert client.get(path + query).status_code in {200, 301, 302, 400, 404}, query[:60]
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("name", DETAILS)
def test_numbers_that_no_database_holds_are_not_found(client: Client, name: str) -> None:
    assert client.get(reverse(name, args=["x", HUGE])).status_code == 404


@pytest.mark.parametrize("month", ["0", "13", "99"])
def test_impossible_months_are_not_found(client: Client, month: str) -> None:
    assert client.get(f"{reverse('events:list')}2026/{month}/").status_code == 404
    assert client.get(f"{reverse('events:list')}0/1/").status_code == 404
    assert client.get(f"{reverse('events:list')}99999/1/").status_code == 404


def test_a_language_that_does_not_exist_is_not_found(client: Client) -> None:
    answer = client.get("/xx/agenda/", follow=True)
    assert answer.status_code == 404
