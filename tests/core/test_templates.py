"""The frame of every page and its components: complete in the style guide, free of inline code, light enough."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

import pytest
from bs4 import BeautifulSoup, Tag

from coffee.core.fields import LabelsFormField
from coffee.core.language import RichText, Text, language_codes
from coffee.core.models import VisibilitySettings
from coffee.core.styleguide import Sample, component_names, sample_body, sample_space
from coffee.core.views import styleguide
from coffee.core.visibility import PRESETS
from tests.factories import make_home

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
KILO = 1024
# Shown by the style guide's own head and foot.
AROUND = {"head_files", "site_head", "site_foot"}


def parsed(template: str, **context: Any) -> BeautifulSoup:
    return BeautifulSoup(render_to_string(template, context), "html.parser")


def first(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    found = soup.select_one(selector)
    assert found is not None, f"{selector} in {soup}"
    return found


# --- the style guide


def test_the_style_guide_is_for_developers_only(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(Http404):
        styleguide(RequestFactory().get("/fr/styleguide/"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", language_codes())
def test_the_style_guide_shows_every_component(settings: Settings, language: str) -> None:
    settings.DEBUG = True
    with translation.override(language):
        answer = styleguide(RequestFactory().get(f"/{language}/styleguide/"))
    soup = BeautifulSoup(answer.content, "html.parser")
    shown = {str(section["data-component"]): section for section in soup.select("[data-component]")}
    assert sorted(shown) == component_names(TEMPLATES)
    without = [name for name, section in shown.items() if section.select("[data-missing]")]
    assert not without, f"needs a file in templates/styleguide/: {without}"
    empty = [name for name, section in shown.items() if len(section.find_all(True)) < 2]
    assert set(empty) == AROUND


# --- no inline code

NOT_SENT_BY_THE_PUBLIC_SITE = re.compile(r"^(emails|admin|account/email)/|/admin/|_email\.html$")
INLINE = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|javascript:""")
SCRIPT = re.compile(r"<script\b([^>]*)>")
DATA = re.compile(r'type="application/(?:ld\+)?json"')


def public_templates() -> list[Path]:
    folders = [TEMPLATES, *ROOT.glob("*/templates"), *ROOT.glob("coffee/*/templates")]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*.html"))
        if not NOT_SENT_BY_THE_PUBLIC_SITE.search(path.relative_to(folder).as_posix())
    ]


@pytest.mark.parametrize(
    "path", public_templates(), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_public_template_has_no_inline_style_or_script(path: Path) -> None:
    """The content security policy would silently drop them."""
    source = path.read_text()
    assert not INLINE.search(source)
    for attributes in SCRIPT.findall(source):
        assert "src=" in attributes or DATA.search(attributes)


@pytest.mark.parametrize(
    "name", ["base.html", *(f"components/{n}.html" for n in component_names(TEMPLATES))]
)
def test_what_stands_on_cached_pages_asks_for_no_token(name: str) -> None:
    path = TEMPLATES / name
    assert not path.exists() or "csrf_token" not in path.read_text()


# --- files


def zipped(*names: str) -> int:
    return sum(len(gzip.compress((ROOT / "static" / name).read_bytes(), 9)) for name in names)


def test_the_styles_are_light() -> None:
    assert zipped("css/tokens.css", "css/coffee.css") <= 10 * KILO


def test_the_script_is_light() -> None:
    assert zipped("js/coffee.js") <= 3 * KILO


def test_the_fonts_are_light_and_bring_their_licences() -> None:
    fonts = ROOT / "static/fonts"
    assert sum(path.stat().st_size for path in fonts.glob("*.woff2")) <= 37 * KILO
    for family in ("atkinson", "bricolage"):
        assert "SIL Open Font License" in (fonts / f"OFL-{family}.txt").read_text()
        assert list(fonts.glob(f"{family}*.woff2"))


def test_the_styles_ask_for_nothing_from_elsewhere() -> None:
    for path in (ROOT / "static/css").glob("*.css"):
        source = path.read_text()
        assert "//" not in source
        for target in re.findall(r'url\("([^")]+)"\)', source):
            assert (path.parent / target).exists(), target


def test_the_fonts_are_fetched_with_the_page() -> None:
    soup = parsed("components/head_files.html")
    preloaded = [str(link["href"]) for link in soup.select("link[rel=preload][as=font]")]
    assert len(preloaded) == 2
    for address in [
        *preloaded,
        *(str(link["href"]) for link in soup.select("link[rel=stylesheet]")),
    ]:
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address


def test_the_picture_of_shared_links_has_the_announced_size() -> None:
    data = (ROOT / "static/img/og-default.png").read_bytes()
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)
    assert len(data) < 150 * KILO


# --- the frame


@pytest.mark.django_db
class TestFrame:
    def page(self, path: str = "/fr/no-such-page/", **headers: Any) -> Any:
        make_home()
        return Client().get(path, headers=headers)

    def soup(self, path: str = "/fr/no-such-page/") -> BeautifulSoup:
        return BeautifulSoup(self.page(path).content, "html.parser")

    def test_the_skip_link_is_the_first_stop(self) -> None:
        soup = self.soup()
        assert first(soup, "a")["href"] == "#content"
        assert first(soup, "main#content")["tabindex"] == "-1"

    def test_a_visitor_is_offered_to_sign_in(self) -> None:
        assert first(self.soup(), ".head-tools .btn")["href"] == "/fr/compte/login/"

    def test_a_visitor_gets_no_cookie(self) -> None:
        for path in ("/fr/", "/fr/no-such-page/", "/nl/no-such-page/"):
            answer = self.page(path)
            assert not answer.cookies, path
            assert "Set-Cookie" not in answer.headers

    def test_a_visitor_sees_no_editing_tools(self) -> None:
        assert b"userbar" not in self.page("/fr/").content

    def test_the_switcher_names_each_language_in_itself(self) -> None:
        links = self.soup().select(".lang a")
        assert [(a["lang"], a["hreflang"]) for a in links] == [(c, c) for c in language_codes()]
        assert [a.get("aria-current") for a in links] == ["true", None]
        assert links[1]["aria-label"] == "NL – Nederlands"

    def test_a_page_that_is_not_there_offers_ways_on(self) -> None:
        answer = self.page()
        assert answer.status_code == 404
        soup = BeautifulSoup(answer.content, "html.parser")
        assert first(soup, "html")["lang"] == "fr"
        assert len(soup.select("h1")) == 1
        links = {str(a["href"]) for a in soup.select("main a")}
        assert {"/fr/agenda/", "/fr/competences/"} <= links

    def test_a_page_that_is_not_there_speaks_dutch_to_a_dutch_reader(self) -> None:
        assert "Pagina niet gevonden" in self.soup("/nl/no-such-page/").get_text()

    def test_the_administrators_choice_of_rules_is_followed(self) -> None:
        site = make_home().get_site()
        VisibilitySettings.objects.create(site=site, preset="none")
        assert not self.soup().select(".eu")

    def test_the_funding_block_is_on_every_answer(self) -> None:
        for path in ("/fr/", "/fr/no-such-page/", "/fr/compte/login/", "/nl/account/signup/"):
            words = first(self.soup(path), ".site-head .eu").get_text(" ", strip=True)
            assert "Union européenne" in words, path
            assert "Europese Unie" in words, path


# --- pages that must come out whatever is broken


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
@pytest.mark.parametrize("language", language_codes())
def test_an_error_page_needs_nothing_that_could_be_broken(
    name: str, language: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with translation.override(language), django_assert_num_queries(0):
        soup = parsed(name)
    assert first(soup, "html")["lang"] == language
    assert len(soup.select("h1")) == 1
    assert next(section["lang"] for section in soup.select("main section")) == language
    assert {str(section["lang"]) for section in soup.select("main section")} == set(
        language_codes()
    )
    assert len({section.get_text() for section in soup.select("main section")}) == 2
    assert first(soup, ".site-head .eu svg")
    assert first(soup, "meta[name=robots]")["content"] == "noindex"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "429.html"])
def test_a_refusal_says_so_in_our_design(name: str) -> None:
    request = RequestFactory().get("/nl/x/")
    with translation.override("nl"):
        soup = BeautifulSoup(render_to_string(name, request=request), "html.parser")
    assert len(soup.select("h1")) == 1
    assert first(soup, ".site-head .eu svg")
    assert first(soup, "html")["lang"] == "nl"


# --- components


def test_the_words_of_the_fund_are_said_in_each_language() -> None:
    soup = parsed("components/funding.html", funding=PRESETS["2014-2020"])
    assert first(soup, "b").get_text() == "Union européenne / Europese Unie"
    assert first(soup, "b span")["lang"] == "nl"
    assert "Fonds européen" in soup.get_text()
    with translation.override("nl"):
        soup = parsed("components/funding.html", funding=PRESETS["2014-2020"])
        assert first(soup, "b").get_text() == "Europese Unie / Union européenne"


def test_a_period_without_a_fund_says_its_words_once() -> None:
    soup = parsed("components/funding.html", funding=PRESETS["2021-2027"])
    assert len(soup.select("p > *")) == 1


def test_no_funding_means_no_block() -> None:
    assert not parsed("components/funding.html", funding=PRESETS["none"]).find()
    assert not parsed("components/funding.html").find()


def test_the_emblem_has_its_official_geometry() -> None:
    svg = first(parsed("components/eu_emblem.svg"), "svg")
    assert svg["viewbox"] == "0 0 270 180"
    assert svg["aria-label"]
    blue, yellow = svg.select("path")
    assert (blue["fill"], yellow["fill"]) == ("#003399", "#FFCC00")
    assert str(yellow["d"]).count("M") == 12
    assert str(yellow["d"]).startswith("M135.00 20.00l")


class Form(forms.Form):
    email = forms.EmailField(
        label="L'adresse", widget=forms.EmailInput(attrs={"placeholder": "x", "class": "own"})
    )
    note = forms.CharField(
        label="Note", required=False, help_text="Une aide ?", widget=forms.Textarea
    )
    day = forms.ChoiceField(
        label="Jour", choices=[("1", "Lundi"), ("2", "Mardi")], widget=forms.RadioSelect
    )
    town = forms.ChoiceField(label="Ville", choices=[("1", "Mons")])
    agreed = forms.BooleanField(label="Oui")
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "style": "x"})
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)


def field(name: str, data: dict[str, str] | None = None) -> BeautifulSoup:
    return parsed("components/field.html", field=Form(data)[name])


class TestField:
    def test_a_label_belongs_to_its_control(self) -> None:
        soup = field("email")
        assert first(soup, "label")["for"] == first(soup, "input")["id"]
        assert first(soup, "label").get_text() == "L’adresse"
        assert first(soup, "input")["class"] == ["own", "input"]
        assert first(soup, "input").has_attr("required")

    def test_a_placeholder_does_not_stand_in_for_the_label(self) -> None:
        assert not first(field("email"), "input").has_attr("placeholder")

    def test_only_optional_fields_carry_a_mark(self) -> None:
        assert not field("email").select("small")
        assert field("note").select("label small")

    def test_a_hint_is_read_with_its_control(self) -> None:
        soup = field("note")
        assert first(soup, ".hint").get_text() == "Une aide\u202f?"
        assert first(soup, "textarea")["aria-describedby"] == first(soup, ".hint")["id"]

    def test_an_error_is_read_with_its_control(self) -> None:
        soup = field("email", {"email": "kop"})
        assert first(soup, ".field")["class"] == ["field", "has-error"]
        assert first(soup, "input")["aria-invalid"] == "true"
        assert str(first(soup, ".error")["id"]) in str(first(soup, "input")["aria-describedby"])
        assert first(soup, "input")["value"] == "kop"

    def test_what_was_typed_is_escaped(self) -> None:
        soup = field("note", {"note": "</textarea><script>"})
        assert not soup.select("script")

    def test_choices_are_a_group_with_a_legend(self) -> None:
        soup = field("day", {})
        assert first(soup, "fieldset > legend").get_text() == "Jour"
        assert [label["for"] for label in soup.select("label")] == [
            i["id"] for i in soup.select("input")
        ]
        assert first(soup, "fieldset")["aria-describedby"] == first(soup, ".error")["id"]

    def test_a_select_and_a_checkbox_have_labels(self) -> None:
        assert first(field("town"), "label")["for"] == first(field("town"), "select")["id"]
        assert first(field("agreed"), "label.opt input")["type"] == "checkbox"

    def test_the_trap_is_out_of_sight_without_a_style(self) -> None:
        soup = field("website")
        assert first(soup, ".trap")["aria-hidden"] == "true"
        assert first(soup, "input")["tabindex"] == "-1"
        assert not first(soup, "input").has_attr("style")

    def test_a_hidden_field_is_nothing_else(self) -> None:
        assert [tag.name for tag in field("token").find_all(True)] == ["input"]


class TestFormErrors:
    def test_a_form_that_was_not_sent_has_no_summary(self) -> None:
        assert not parsed("components/form_errors.html", form=Form()).find()

    def test_each_wrong_field_is_a_link_to_it(self) -> None:
        form = Form({"note": "x", "town": "1"})
        soup = parsed("components/form_errors.html", form=form)
        assert first(soup, ".msg")["role"] == "alert"
        links = [str(a["href"]) for a in soup.select("a")]
        assert links == ["#id_email", "#id_day", "#id_agreed"]
        page = BeautifulSoup(
            "".join(render_to_string("components/field.html", {"field": f}) for f in form),
            "html.parser",
        )
        assert all(page.select_one(target) for target in links)

    def test_an_error_of_the_whole_form_is_said(self) -> None:
        form = Form({})
        form.add_error(None, "Trop tard !")
        assert "Trop tard\u202f!" in parsed("components/form_errors.html", form=form).get_text()


class TestPager:
    def pager(self, number: int, query: str = "", count: int = 200) -> BeautifulSoup:
        request = RequestFactory().get("/fr/blog/")
        request.GET = QueryDict(query)
        page = Paginator(range(count), 10).page(number)
        return parsed("components/pager.html", page=page, request=request)

    def test_one_page_needs_no_pager(self) -> None:
        assert not self.pager(1, count=10).find()

    def test_the_other_filters_are_kept(self) -> None:
        for link in self.pager(7, "space=mons&space=esco&page=7&q=a%26b").select("a"):
            values = QueryDict(str(link["href"]).removeprefix("?"))
            assert values.getlist("space") == ["mons", "esco"]
            assert values["q"] == "a&b"
            assert len(values.getlist("page")) == 1

    def test_the_present_page_is_marked_and_gaps_are_shown(self) -> None:
        soup = self.pager(7)
        assert [a.get_text() for a in soup.select("a:not(.btn)")] == ["1", "6", "7", "8", "20"]
        assert first(soup, "[aria-current]").get_text() == "7"
        assert len(soup.select("nav > span")) == 2

    def test_the_ends_lead_one_way_only(self) -> None:
        assert not self.pager(1).select("[rel=prev]")
        assert not self.pager(20).select("[rel=next]")


class TestMap:
    def soup(self) -> BeautifulSoup:
        one, two = sample_space("Kop", "Lille", "rose"), sample_space("Tas", "Lille", "blue")
        lines = [Sample(space=one, y=10.5, city_y=None), Sample(space=two, y=28.5, city_y=46.5)]
        stop = Sample(x=99.4, y=1092.6, anchor="middle", name_x=99.4, lines=lines)
        with translation.override("fr"):
            return parsed("components/map.html", stops=[stop])

    def test_coordinates_are_not_written_in_french(self) -> None:
        circle = first(self.soup(), "circle")
        assert (circle["cx"], circle["cy"]) == ("99.4", "1092.6")

    def test_two_spaces_may_share_a_mark_and_keep_their_links(self) -> None:
        soup = self.soup()
        assert len(soup.select("circle.cup")) == 1
        assert [a["aria-label"] for a in soup.select("a")] == ["Kop, Lille", "Tas, Lille"]
        assert [text.get_text() for text in soup.select("text.sub")] == ["Lille"]


def test_a_competence_centre_is_a_square() -> None:
    lab = sample_space("Lab", "Mons", "slate", is_centre=True)
    assert first(parsed("components/place.html", space=lab), ".place")["data-kind"] == "centre"
    linked = first(parsed("components/place.html", space=lab, link=1), "a.place")
    assert linked.get_text(" ", strip=True) == "Lab Mons, BE"


def test_a_name_cannot_bring_markup() -> None:
    space = sample_space("<b>Kop</b>", "Lille", "rose", tagline="<script>")
    for name in ("place", "space_card", "space_chip"):
        soup = parsed(f"components/{name}.html", space=space)
        assert not soup.select("b b, script")
        assert "<b>Kop</b>" in soup.get_text()


def test_a_space_without_a_count_has_no_foot() -> None:
    counted = parsed("components/space_card.html", space=sample_space("Kop", "Lille", "rose"))
    assert "7" in first(counted, ".foot").get_text()
    uncounted = sample_space("Kop", "Lille", "rose", upcoming_count=None)
    assert not parsed("components/space_card.html", space=uncounted).select(".foot")


def test_an_unknown_fact_is_said_to_ears_and_eyes() -> None:
    soup = parsed("components/fact.html", fact=None)
    assert first(soup, "[aria-hidden]").get_text() == "–"
    assert first(soup, ".vh").get_text()


def test_a_known_fact_shows_its_year_and_language() -> None:
    soup = parsed("components/fact.html", fact=Sample(value="twintig", as_of="2012", language="nl"))
    assert first(soup, "span")["lang"] == "nl"
    assert "(2012)" in soup.get_text()


def test_running_text_is_set_in_its_own_language() -> None:
    soup = parsed("components/body.html", body=sample_body("nl"))
    prose = first(soup, ".prose")
    assert prose["lang"] == "nl"
    assert "Un café ?" in prose.get_text()
    assert "C’est l’heure" in prose.get_text()
    french = parsed("components/body.html", body=sample_body("fr"))
    assert not first(french, ".prose").has_attr("lang")
    assert "Un café\u202f?" in french.get_text()


def test_no_text_is_no_block() -> None:
    assert not parsed("components/body.html", body=RichText("", "nl")).find()


def test_the_badge_is_read_in_the_readers_language() -> None:
    soup = parsed("components/language_badge.html", code="NL", label="Langue : néerlandais")
    assert first(soup, ".tag").get_text(" ", strip=True) == "NL Langue : néerlandais"
    assert not parsed("components/language_badge.html").find()


def test_messages_show_their_kind() -> None:
    levels = [Sample(level_tag="success"), Sample(level_tag="error"), Sample(level_tag="info")]
    soup = parsed("components/messages.html", messages=levels)
    assert [p["class"] for p in soup.select("p")] == [["msg", "ok"], ["msg", "bad"], ["msg"]]
    assert first(soup, "[role=status]")


def test_labels_have_one_field_per_language() -> None:
    form_class = type("LabelsForm", (forms.Form,), {"names": LabelsFormField()})
    soup = BeautifulSoup(
        str(form_class(initial={"names": {"nl": "Keuken"}})["names"]), "html.parser"
    )
    inputs = soup.select("input")
    assert [i["lang"] for i in inputs] == language_codes()
    assert [i.get("value") for i in inputs] == [None, "Keuken"]
    names = [label.get_text() for label in soup.select("label")]
    assert names == [name for _code, name in settings.LANGUAGES]
    assert [label["for"] for label in soup.select("label")] == [i["id"] for i in inputs]


def test_a_text_is_marked_in_another_language_only() -> None:
    assert Text("kop", "nl").foreign
    assert not Text("kop", "fr").foreign
