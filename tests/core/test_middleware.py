"""The headers of every answer: strict for the public, relaxed only for the page editor."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

import pytest
from csp.decorators import csp_replace
from csp.middleware import CSPMiddleware

from coffee.core.middleware import AdminContentSecurityPolicy, Next, SecurityHeaders


def page(_request: HttpRequest) -> HttpResponseBase:
    return HttpResponse("a page")


def policy(path: str, view: Next = page) -> dict[str, str]:
    """The policy that a browser gets for a path, by directive."""
    response = CSPMiddleware(AdminContentSecurityPolicy(view))(RequestFactory().get(path))
    assert isinstance(response, HttpResponse)
    directives = response["Content-Security-Policy"].split(";")
    return {
        name: value for name, _blank, value in (part.strip().partition(" ") for part in directives)
    }


def test_a_public_page_may_run_no_inline_code_and_load_nothing_from_elsewhere() -> None:
    assert policy("/fr/agenda/") == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_the_page_editor_may_use_inline_code_and_frame_its_previews() -> None:
    relaxed = policy("/admin/pages/3/edit/")
    assert relaxed["script-src"] == "'self' 'unsafe-inline'"
    assert relaxed["style-src"] == "'self' 'unsafe-inline'"
    assert relaxed["frame-ancestors"] == "'self'"
    assert relaxed["default-src"] == "'none'"


@pytest.mark.parametrize("path", ["/fr/admin/", "/administration/", "/fr/?next=/admin/"])
def test_a_path_that_only_looks_like_the_editor_stays_strict(path: str) -> None:
    assert policy(path)["script-src"] == "'self'"


def test_a_view_keeps_the_policy_it_asks_for() -> None:
    strict = csp_replace({"script-src": ["'none'"]})(page)
    assert policy("/admin/reports/", strict)["script-src"] == "'none'"


def test_every_answer_says_what_browsers_may_not_do() -> None:
    response = SecurityHeaders(page)(RequestFactory().get("/"))
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_view_may_open_itself_to_other_sites() -> None:
    def shared(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})

    response = SecurityHeaders(shared)(RequestFactory().get("/"))
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
