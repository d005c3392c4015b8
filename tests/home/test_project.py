"""The project: every published figure with its date, sums that add up, and a lead for every day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from wagtail.test.utils.form_data import inline_formset, nested_form_data

import pytest

from coffee.home.models import (
    BudgetLine,
    BudgetState,
    LeadPeriod,
    Milestone,
    ProjectDate,
    ProjectItem,
    ProjectPage,
)
from coffee.home.project_figures import state_views
from coffee.home.project_rules import mismatch
from spaces.models import Partner
from tests.factories import make_administrator, make_home, make_manager, make_space

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> ProjectPage:
    page = ProjectPage(title="Un projet", slug="project", language="fr", summary="À deux.")
    make_home().add_child(instance=page)
    return page


def make_partner(slug: str, **fields: Any) -> Partner:
    values = {"name": slug.title(), "role": "space", "region": "WA", "country": "BE"} | fields
    return Partner.objects.create(slug=slug, **values)


def make_budget(
    project: ProjectPage, as_of: str, total: str, erdf: str | None = None, **lines: str
) -> BudgetState:
    state = BudgetState.objects.create(
        project=project, as_of=as_of, total=Decimal(total), erdf=erdf and Decimal(erdf)
    )
    for slug, amount in lines.items():
        partner = Partner.objects.filter(slug=slug).first() or make_partner(slug)
        BudgetLine.objects.create(
            state=state, partner=partner, total=Decimal(amount), erdf=Decimal(amount) / 2
        )
    return state


def lead(project: ProjectPage, partner: Partner, start: str, end: str | None) -> LeadPeriod:
    return LeadPeriod(
        project=project,
        partner=partner,
        start=dt.date.fromisoformat(start),
        end=end and dt.date.fromisoformat(end),
    )


# --- who leads


def test_the_lead_changes_from_one_day_to_the_next(project: ProjectPage) -> None:
    first, second = make_partner("first"), make_partner("second")
    lead(project, first, "2016-10-01", "2019-06-30").save()
    lead(project, second, "2019-07-01", "2020-12-31").save()
    days = ["2016-09-30", "2016-10-01", "2019-06-30", "2019-07-01", "2020-12-31", "2021-01-01"]
    found = [project.lead_at(dt.date.fromisoformat(day)) for day in days]
    assert [period and period.partner for period in found] == [
        None,
        first,
        first,
        second,
        second,
        None,
    ]


def test_a_lead_without_end_leads_until_further_notice(project: ProjectPage) -> None:
    lead(project, make_partner("only"), "2016-10-01", None).save()
    assert project.lead_at(dt.date(2099, 1, 1)) is not None


@pytest.mark.parametrize(
    ("start", "end", "allowed"),
    [
        ("2019-07-01", None, True),
        ("2019-07-01", "2020-12-31", True),
        ("2019-06-30", None, False),
        ("2019-07-02", None, False),
        ("2018-01-01", "2018-02-01", False),
        ("2016-01-01", "2016-09-30", True),
        ("2016-01-01", "2016-09-29", False),
        ("2016-01-01", None, False),
        ("2019-07-01", "2019-06-30", False),
    ],
)
def test_periods_neither_overlap_nor_leave_a_gap(
    project: ProjectPage, start: str, end: str | None, allowed: bool
) -> None:
    lead(project, make_partner("first"), "2016-10-01", "2019-06-30").save()
    period = lead(project, make_partner("second"), start, end)
    if allowed:
        period.full_clean()
    else:
        with pytest.raises(ValidationError):
            period.full_clean()


def test_a_saved_period_does_not_overlap_itself(project: ProjectPage) -> None:
    period = lead(project, make_partner("first"), "2016-10-01", "2019-06-30")
    period.save()
    period.full_clean()


def test_a_partner_with_money_or_a_lead_cannot_be_deleted(project: ProjectPage) -> None:
    make_budget(project, "2017", "10", paid="10")
    leader = make_partner("leader")
    lead(project, leader, "2016-10-01", None).save()
    for partner in (leader, Partner.objects.get(slug="paid")):
        with pytest.raises(ProtectedError):
            partner.delete()


def test_the_project_ends_after_it_begins(project: ProjectPage) -> None:
    ProjectDate.objects.create(
        project=project, kind="start", date=dt.date(2016, 10, 1), as_of="2017"
    )
    early = ProjectDate(project=project, kind="end", date=dt.date(2016, 9, 30), as_of="2017")
    with pytest.raises(ValidationError):
        early.full_clean()
    early.date = dt.date(2016, 10, 1)
    early.full_clean()


# --- money


def test_lines_are_compared_with_total_and_erdf(project: ProjectPage) -> None:
    state = make_budget(project, "2017", "100", "50", one="60", two="39.99")
    found = mismatch(state, list(state.lines.all()))
    assert found.total == Decimal("-0.01")
    assert found
    assert not mismatch(state, [])


def test_more_erdf_than_total_is_refused(project: ProjectPage) -> None:
    with pytest.raises(ValidationError):
        BudgetState(project=project, as_of="2017", total=Decimal(10), erdf=Decimal(11)).full_clean()


def test_states_tell_what_changed_and_who_is_where(project: ProjectPage) -> None:
    make_partner("french", region="FR", country="FR")
    make_budget(project, "2017-09-30", "100", "50", walloon="70", french="30")
    make_budget(project, "2020", "97.50")
    latest, first = state_views(project.budgets.for_listing())
    assert (latest.change, latest.rate, latest.lines) == (Decimal("-2.50"), None, [])
    assert (first.change, first.rate) == (None, Decimal(50))
    assert [(region.total, region.erdf) for region in first.regions] == [
        (Decimal(70), Decimal(35)), (Decimal(30), Decimal(15)),
    ]  # fmt: skip


# --- the pages


def get(client: Client, name: str, language: str) -> str:
    with translation.override(language):
        response = client.get(reverse(name))
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "name", ["home:project", "home:budget", "home:budget-csv", "home:partners"]
)
def test_without_a_project_there_is_no_page(client: Client, name: str) -> None:
    make_home()
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("name", ["home:project", "home:budget", "home:partners"])
def test_an_empty_project_renders(
    client: Client, project: ProjectPage, name: str, language: str
) -> None:
    assert get(client, name, language).count("<h1") == 1


def test_every_state_stays_visible_with_its_date(client: Client, project: ProjectPage) -> None:
    make_budget(project, "2017-09-30", "1471233.86", "735616.93", only="1471233.86")
    make_budget(project, "2020", "1468967.57")
    french = get(client, "home:budget", "fr")
    for shown in (
        "1 471 233,86 €",
        "735 616,93 €",
        "1 468 967,57 €",
        "-2 266,29 €",
        "30 septembre 2017",
    ):
        assert shown in french
    dutch = get(client, "home:budget", "nl")
    for shown in ("€ 1.471.233,86", "€ 735.616,93", "€ 1.468.967,57", "30 september 2017"):
        assert shown in dutch
    table = client.get(reverse("home:budget-csv")).content.decode()
    assert "1471233,86;735616,93" in table


def test_an_associated_partner_takes_part_without_zero_euros(
    client: Client, project: ProjectPage
) -> None:
    make_budget(project, "2017", "10", "5", paid="10")
    make_partner("friend", name="Friend of the network", role="associated", region="VL")
    for name in ("home:project", "home:partners"):
        html = get(client, name, "fr")
        assert "Friend of the network" in html
        assert "0,00 €" not in html.replace("10,00 €", "").replace("5,00 €", "")


def test_spaces_are_linked_and_a_draft_is_not(client: Client, project: ProjectPage) -> None:
    space, draft = make_space("Ouvert"), make_space("Fermé", live=False)
    make_partner("open", space=space)
    make_partner("closed", space=draft)
    for name in ("home:project", "home:partners"):
        html = get(client, name, "fr")
        main = html[html.index("<main") : html.index("</main>")]
        with translation.override("fr"):
            assert f'href="{space.get_absolute_url()}"' in main
            assert f'href="{draft.get_absolute_url()}"' not in main


def test_goals_timeline_and_results_are_read_in_both_languages(
    client: Client, project: ProjectPage
) -> None:
    labels = {"fr": "Premier but", "nl": "Eerste doel"}
    ProjectItem.objects.create(project=project, kind="goal", number=1, labels=labels)
    ProjectItem.objects.create(
        project=project, kind="result", number=1, labels={"fr": "Un résultat"}
    )
    Milestone.objects.create(
        project=project,
        date_text="2017-S2",
        sort_date=dt.date(2017, 7, 1),
        labels={"fr": "Un début"},
    )
    assert "Premier but" in get(client, "home:project", "fr")
    dutch = get(client, "home:project", "nl")
    assert "Eerste doel" in dutch
    assert '<span lang="fr">Un résultat' in dutch


def test_the_pages_cost_the_same_with_many_partners(client: Client, project: ProjectPage) -> None:
    names = ["home:project", "home:budget", "home:partners"]

    def queries() -> list[int]:
        counts = []
        for name in names:
            with CaptureQueriesContext(connection) as captured:
                get(client, name, "nl")
            counts.append(len(captured))
        return counts

    def fill(start: int, count: int) -> None:
        for number in range(start, start + count):
            partner = make_partner(f"p{number}", space=make_space())
            state = make_budget(project, str(2000 + number), "10")
            BudgetLine.objects.create(state=state, partner=partner, total=10, erdf=5)

    fill(1, 2)
    few = queries()
    fill(3, 10)
    assert queries() == few
    assert max(few) <= 18


# --- the admin


def budget_form(
    project: ProjectPage, total: str, erdf: str, *lines: tuple[Partner, str, str]
) -> dict[str, Any]:
    rows = [
        {"partner": str(partner.pk), "total": whole, "erdf": part} for partner, whole, part in lines
    ]
    return nested_form_data(
        {
            "project": str(project.pk), "as_of": "2017-09-30", "total": total, "erdf": erdf,
            "note_fr": "", "note_nl": "", "source_fr": "", "source_nl": "", "source_url": "",
            "lines": inline_formset(rows),
        }
    )  # fmt: skip


def test_lines_that_do_not_add_up_are_an_error_with_the_difference(
    client: Client, project: ProjectPage
) -> None:
    client.force_login(make_administrator())
    one, two = make_partner("one"), make_partner("two")
    url = reverse("budgetstate:add")
    lines = [(one, "60", "30"), (two, "39.99", "19.99")]
    refused = client.post(url, budget_form(project, "100", "50", *lines))
    assert refused.status_code == 200
    errors = str(refused.context["form"].errors).replace("\xa0", " ")
    assert "-0,01 €" in errors
    assert set(refused.context["form"].errors) == {"total", "erdf"}
    assert not BudgetState.objects.exists()
    assert client.post(url, budget_form(project, "99.99", "49.99", *lines)).status_code == 302
    assert BudgetLine.objects.count() == 2


def test_a_state_without_lines_is_accepted(client: Client, project: ProjectPage) -> None:
    client.force_login(make_administrator())
    response = client.post(reverse("budgetstate:add"), budget_form(project, "100", ""))
    assert response.status_code == 302
    assert BudgetState.objects.get().erdf is None


@pytest.mark.parametrize(
    "table", ["budgetstate", "leadperiod", "projectdate", "milestone", "projectitem"]
)
def test_the_project_s_tables_are_for_administrators(
    client: Client, project: ProjectPage, table: str
) -> None:
    client.force_login(make_manager(make_space()))
    assert client.get(reverse(f"{table}:index")).status_code in {302, 403}
    client.force_login(make_administrator())
    for view in ("index", "add"):
        assert client.get(reverse(f"{table}:{view}")).status_code == 200
