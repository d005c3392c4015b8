"""The main pages in a browser: nothing for axe, nothing from elsewhere, nothing too heavy or too wide."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
PAGES = {
    "home": ("/fr/", "/nl/"),
    "agenda": ("/fr/agenda/", "/nl/agenda/"),
    "spaces": ("/fr/espaces/", "/nl/ruimtes/"),
    "catalogue": ("/fr/competences/", "/nl/vaardigheden/?q=boekhouder"),
    "blog": ("/fr/blog/", "/nl/blog/"),
    "newsletter": ("/fr/newsletter/", "/nl/nieuwsbrief/"),
    "project": ("/fr/projet/", "/nl/project/"),
    "login": ("/fr/compte/login/", "/nl/account/login/"),
}
# Pages behind the first link of a list: (list, part of the address).
DETAILS = {
    "event": (("/fr/agenda/", "/agenda/evenement/"), ("/nl/agenda/", "/agenda/evenement/")),
    "post": (("/fr/blog/", "/fr/blog/"), ("/nl/blog/", "/nl/blog/")),
    "profile": (
        ("/fr/competences/", "/competences/personne/"),
        ("/nl/vaardigheden/", "/vaardigheden/persoon/"),
    ),
    "space": (("/fr/espaces/", "/fr/espaces/"), ("/nl/ruimtes/", "/nl/ruimtes/")),
}
SIZES = {"wide": (1280, 720), "phone": (390, 664)}
FUNDING_SIZES = [(1280, 720), (1024, 700), (768, 900), (390, 664), (360, 560), (320, 568)]
LISTING_BYTES = 60_000


def first_detail(page: Page, site: str, listing: str, part: str) -> str:
    """The address of the first thing in a list."""
    page.goto(site + listing)
    for link in page.locator("main a[href]").all():
        href = link.get_attribute("href") or ""
        is_detail = re.search(rf"{re.escape(part)}[^?#]*[a-z0-9]/$", href) and href != listing
        if is_detail and not re.search(r"/(comparer|vergelijken|\d{4}/\d+)/$", href):
            return href
    pytest.fail(f"no link with {part} on {listing}")


@pytest.fixture(scope="session")
def addresses(served_site: str, browser: Browser) -> list[str]:
    """Every page of the tables above, in every language."""
    page = browser.new_page()
    found = [path for pair in PAGES.values() for path in pair]
    for pair in DETAILS.values():
        found += [first_detail(page, served_site, *where) for where in pair]
    page.close()
    return found


def violations(page: Page) -> list[str]:
    result: dict[str, Any] = Axe().run(page, options=AXE).response
    return [
        f"{found['id']}: {node['target']} {node['failureSummary'][:200]}"
        for found in result["violations"]
        for node in found["nodes"][:3]
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    served_site: str, browser: Browser, addresses: list[str], size: str, scheme: Any
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    problems = {}
    for path in addresses:
        page.goto(served_site + path)
        found = violations(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            found.append(f"{overflow} px wider than the window")
        if found:
            problems[path] = found
    context.close()
    assert problems == {}


def visit(context: BrowserContext, url: str) -> tuple[list[Request], Counter[str], list[str]]:
    """Requests, bytes by kind, and console errors of a first visit."""
    page = context.new_page()
    requests: list[Request] = []
    received: Counter[str] = Counter()
    errors: list[str] = []

    def count(request: Request) -> None:
        sizes = request.sizes()
        received[request.resource_type] += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 - a bound built-in is refused
    page.on("requestfinished", count)
    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url, wait_until="networkidle")
    page.close()
    return requests, received, errors


def test_no_request_leaves_the_host_and_no_policy_is_broken(
    served_site: str, browser: Browser, addresses: list[str]
) -> None:
    host = urlsplit(served_site).netloc
    context = browser.new_context()
    for path in addresses:
        requests, _received, errors = visit(context, served_site + path)
        outside = [r.url for r in requests if urlsplit(r.url).netloc not in ("", host)]
        assert outside == [], path
        assert errors == [], path
    context.close()


@pytest.mark.parametrize("name", ["agenda", "blog", "catalogue", "spaces"])
def test_a_listing_page_is_light_on_the_first_visit(
    served_site: str, browser: Browser, name: str
) -> None:
    for path in PAGES[name]:
        context = browser.new_context()
        requests, received, _errors = visit(context, served_site + path)
        context.close()
        weight = sum(size for kind, size in received.items() if kind != "image")
        assert weight <= LISTING_BYTES, (path, dict(received))
        assert len([r for r in requests if r.resource_type != "image"]) <= 9, path


def test_the_funding_block_is_in_the_first_view(
    served_site: str, browser: Browser, addresses: list[str]
) -> None:
    page = browser.new_page()
    for width, height in FUNDING_SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for path in addresses:
            page.goto(served_site + path)
            box = page.locator(".eu").first.bounding_box()
            assert box is not None, path
            assert box["y"] >= 0, (path, width)
            assert box["y"] + box["height"] <= height, (path, width)
            assert box["x"] + box["width"] <= width + 1, (path, width)
    page.close()


def test_pages_work_without_javascript(served_site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served_site}/nl/vaardigheden/")
    page.fill("input[name=q]", "boekhouder")
    page.locator("form[role=search] button").click()
    assert "q=boekhouder" in page.url
    assert page.locator(".person").count() >= 1
    page.locator("nav.lang a[hreflang=fr]").click()
    assert "/fr/competences/?q=boekhouder" in page.url
    page.goto(f"{served_site}/fr/agenda/")
    before = page.locator(".event").count()
    page.select_option("select[name=lang]", "en")
    page.locator("form.filterbar button").first.click()
    assert "lang=en" in page.url
    assert 0 < page.locator(".event").count() < before
    context.close()


def test_the_live_filter_swaps_the_results_and_keeps_the_address(
    served_site: str, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{served_site}/fr/agenda/")
    before = page.locator("#results .event").count()
    page.select_option("select[name=lang]", "en")
    page.wait_for_url("**lang=en**")
    results = page.locator("#results .event")
    expect(results).not_to_have_count(before)
    page.go_back()
    expect(results).to_have_count(before)
    page.close()


def test_the_first_tab_stop_skips_to_the_content(served_site: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{served_site}/nl/agenda/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    page.keyboard.press("Tab")
    expect(page.locator("#content :focus")).to_have_count(1)
    page.close()
