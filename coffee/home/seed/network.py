"""Writes the real network into a site: places, spaces with their facts and prices, partners, the project."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db import transaction

from wagtail.models import Page, Site

from coffee.core.models import VisibilitySettings
from coffee.home.models import HomePage, StandardPage
from coffee.home.seed.places import known, seed_places
from coffee.home.seed.project import seed_project
from coffee.home.seed.reading import Row, Sources, moment, page_texts, read, texts
from coffee.home.seed.records import Seed
from spaces.models import (
    City,
    OfferAudience,
    OfferType,
    OfferUnit,
    Partner,
    SpaceOffer,
    SpacePage,
    SpaceTariff,
    Station,
)
from spaces.provisioning import sync_all

SOURCE: Final = "network"


@transaction.atomic
def seed_network() -> list[str]:
    """Write everything that is not there yet; a second run writes nothing.

    Returns one line for each row that was written, or left alone because somebody has changed or deleted it.
    """
    data, pages = read("network.yaml"), read("pages.yaml")
    seed = Seed(SOURCE)
    seed_places(seed, data)
    home = seed_home(seed, pages["home"])
    seed.report += point_site_to(home, data["project"]["visibility_preset"])
    for row in data["partners"]:
        PartnerSeed(seed, row, Sources(data["sources"])).run(home)
    seed_standard_pages(seed, pages["standard"], home)
    seed_project(seed, data, home)
    seed.report += sync_all()
    return seed.report


# --- the tree


def seed_home(seed: Seed, row: Row) -> HomePage:
    """The home page; one that exists already is taken as it is."""
    existing = HomePage.objects.order_by("pk").first()
    if existing is not None and seed.record_of(HomePage, "home") is None:
        return existing
    values, translations = page_texts(row)
    root = Page.get_first_root_node()
    made = seed.page(HomePage, "home", root, {"slug": "coffee", **values}, translations)
    if made is None:
        raise LookupError("The home page was deleted: make another one in the admin first.")
    return made


def point_site_to(home: HomePage, preset: str) -> list[str]:
    """Let the default site begin at the home page, and delete Wagtail's welcome page that stood there."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is not None and site.root_page_id == home.pk:
        return []
    welcome = site.root_page if site else None
    site = site or Site(hostname="localhost", is_default_site=True)
    site.root_page, site.site_name = home, "COFFEE"
    site.save()
    if welcome and type(welcome.specific) is Page and not welcome.get_children().exists():
        welcome.delete()
    visibility = VisibilitySettings.for_site(site)
    visibility.preset = preset
    visibility.save()
    return ["site: home page and funding rules"]


def seed_standard_pages(seed: Seed, rows: list[Row], home: HomePage) -> None:
    """Privacy, legal notice, accessibility."""
    for row in rows:
        values, translations = page_texts({"title": row["title"], "body": row["body"]})
        values |= {"slug": row["key"], "key": row["key"]}
        seed.page(StandardPage, row["key"], home, values, translations)


# --- partners and spaces


class PartnerSeed:
    """One partner, with its space unless it is an associated one."""

    def __init__(self, seed: Seed, row: Row, sources: Sources) -> None:
        self.seed, self.row, self.sources = seed, row, sources
        self.key: str = row["slug"]

    def run(self, home: HomePage) -> None:
        """Space first, because the partner points to it."""
        row = self.row
        space = None if row["role"] == Partner.ASSOCIATED else self.space(home)
        values = {
            "slug": self.key,
            "name": row["name"],
            "legal_name": row["legal_name"],
            "operator": texts(row.get("operator")),
            "role": row["role"],
            "region": row["region"],
            "country": row["country"],
            "city": known(City, row["city"]),
            "space": space,
            "website": row["website"] or "",
            "notes": texts(row.get("notes")),
        }
        self.seed.row(Partner, self.key, values, adopt={"slug": self.key})

    def space(self, home: HomePage) -> SpacePage | None:
        """The page of the space with its figures, offers and prices; None when somebody deleted it."""
        row, at = self.row, self.row["coordinates"]
        values, translations = page_texts({"tagline": row["tagline"]})
        values |= {
            "title": row["name"],
            "slug": self.key,
            "kind": row["role"],
            "city": known(City, row["city"]),
            "country": row["country"],
            "street": row["street"],
            "postcode": row["postcode"],
            "lat": at["lat"],
            "lon": at["lon"],
            "accuracy_m": at["accuracy_m"],
            "position_estimated": at["confidence"] != "sourced",
            "station": known(Station, row["station"]),
            "accent": row["accent"],
            "website": row["website"] or "",
            "hours_note": texts(row.get("hours_note")),
        }
        # The name is the same in every language.
        named = {code: {"title": row["name"], **fields} for code, fields in translations.items()}
        space = self.seed.page(SpacePage, self.key, home, values, named, {"facts": self.facts()})
        if space is not None:
            self.offers(space)
            self.tariffs(space)
        return space

    def facts(self) -> list[Row]:
        """The dated figures of the space."""
        return [
            {
                "key": fact["key"],
                "value": texts(fact),
                "as_of": moment(fact.get("as_of")),
                "source_url": self.sources.url(fact),
                "confidence": fact.get("confidence", "sourced"),
            }
            for fact in self.row["facts"]
        ]

    def offers(self, space: SpacePage) -> None:
        """What the space has."""
        for key in self.row["offers"]:
            kind = known(OfferType, key)
            if kind is not None:
                values = {"space": space, "offer_type": kind, "availability": "yes"}
                adopt = {"space": space, "offer_type": kind}
                self.seed.row(SpaceOffer, f"{self.key} {key}", values, adopt=adopt)

    def tariffs(self, space: SpacePage) -> None:
        """What it costs; the tax rate is copied when the row is saved."""
        for place, tariff in enumerate(self.row.get("tariffs", []), 1):
            words = {
                "offer_type": known(OfferType, tariff["offer"]),
                "unit": known(OfferUnit, tariff["unit"]),
                "audience": known(OfferAudience, tariff["audience"]),
            }
            if None in words.values():
                continue
            values = {
                "space": space,
                **words,
                "labels": texts(tariff["label"]),
                "amount": Decimal(tariff["amount_eur"]),
                "vat_mode": tariff["vat"],
                "approximate": tariff.get("approx", False),
                "published_year": tariff["as_of"],
                "source_url": self.sources.url(tariff),
                "confidence": tariff.get("confidence", "sourced"),
            }
            self.seed.row(SpaceTariff, f"{self.key} {place}", values)
