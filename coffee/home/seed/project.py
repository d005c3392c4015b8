"""Writes the project behind the network: its page, dates, budgets, leads, timeline and aims."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coffee.home.models import (
    BudgetLine,
    BudgetState,
    LeadPeriod,
    Milestone,
    ProjectDate,
    ProjectItem,
    ProjectPage,
)
from coffee.home.seed.reading import Row, Sources, moment, page_texts, texts
from spaces.models import Partner
from spaces.moments import first_day

if TYPE_CHECKING:
    from coffee.home.models import HomePage
    from coffee.home.seed.records import Seed

# Kind of ProjectItem by section of the file.
ITEMS: Final = {
    "challenge": "challenges",
    "goal": "goals",
    "action": "actions",
    "target": "target_groups",
    "result": "results",
}


def seed_project(seed: Seed, data: Row, home: HomePage) -> None:
    """The page and every row beside it; nothing when somebody deleted the page."""
    row, sources = data["project"], Sources(data["sources"])
    page = seed_page(seed, row, home, sources)
    if page is None:
        return
    seed_dates(seed, row["dates"], page, sources)
    for state in row["budgets"]:
        seed_budget(seed, state, page, sources)
    seed_leads(seed, row["lead_history"], page, sources)
    seed_timeline(seed, row["timeline"], page, sources)
    for kind, section in ITEMS.items():
        seed_items(seed, kind, row[section], page, sources)


def partner_of(slug: str) -> Partner | None:
    """The partner of that name; None when it is not there (any more)."""
    return Partner.objects.filter(slug=slug).first()


def seed_page(seed: Seed, row: Row, home: HomePage, sources: Sources) -> ProjectPage | None:
    """The page with its texts."""
    values, translations = page_texts({"title": row["title"], "summary": row["summary"]})
    values |= {
        "slug": "project",
        "acronym": row["acronym"],
        "code": row["code"],
        "programme": row["programme"]["name"],
        "programme_period": row["programme"]["period"],
        "objective": texts(row["programme_objective"]),
        "category": texts(row["support_category"]),
        "source_url": sources.url(row["programme"]),
    }
    return seed.page(ProjectPage, "project", home, values, translations)


def seed_dates(seed: Seed, rows: list[Row], page: ProjectPage, sources: Sources) -> None:
    """Start and end, as each source stated them."""
    for row in rows:
        values = {
            "project": page,
            "kind": row["kind"],
            "date": row["date"],
            "as_of": moment(row["as_of"]),
            "source": sources.words(row),
            "source_url": sources.url(row),
        }
        seed.row(ProjectDate, f"{row['kind']} {moment(row['as_of'])}", values)


def seed_budget(seed: Seed, row: Row, page: ProjectPage, sources: Sources) -> None:
    """One published budget with its lines, if the split is published."""
    key = moment(row["as_of"])
    values = {
        "project": page,
        "as_of": key,
        "total": Decimal(row["total_eur"]),
        "erdf": Decimal(row["erdf_eur"]) if row["erdf_eur"] else None,
        "source": sources.words(row),
        "source_url": sources.url(row),
    }
    state = seed.row(BudgetState, key, values)
    for line in row["lines"]:
        partner = partner_of(line["partner"])
        if state is not None and partner is not None:
            part = {
                "state": state,
                "partner": partner,
                "total": Decimal(line["total_eur"]),
                "erdf": Decimal(line["erdf_eur"]),
            }
            seed.row(BudgetLine, f"{key} {line['partner']}", part)


def seed_leads(seed: Seed, rows: list[Row], page: ProjectPage, sources: Sources) -> None:
    """Who led from when to when."""
    for row in rows:
        partner = partner_of(row["partner"])
        if partner is not None:
            values = {
                "project": page,
                "partner": partner,
                "legal_name": row.get("legal_name", ""),
                "start": row["from"],
                "end": row["until"],
                "source_url": sources.url(row),
            }
            seed.row(LeadPeriod, moment(row["from"]), values)


def seed_timeline(seed: Seed, rows: list[Row], page: ProjectPage, sources: Sources) -> None:
    """What happened when, with the precision of the source."""
    for row in rows:
        when = moment(row["date"])
        values = {
            "project": page,
            "date_text": when,
            "sort_date": first_day(when),
            "labels": texts(row),
            "source_url": sources.url(row),
        }
        seed.row(Milestone, when, values)


def seed_items(seed: Seed, kind: str, rows: list[Row], page: ProjectPage, sources: Sources) -> None:
    """Challenges, goals, actions, target groups, results."""
    for place, row in enumerate(rows, 1):
        number = row.get("n", place)
        values = {
            "project": page,
            "kind": kind,
            "number": number,
            "labels": texts(row),
            "indicator": row.get("indicator", ""),
            "as_of": moment(row.get("as_of")),
            "source_url": sources.url(row),
        }
        seed.row(ProjectItem, f"{kind} {number}", values)
