"""The tables of the network in the admin: towns, stations, offers, prices, partners, memberships.

Only administrators see them: managers and editors hold no model permission, so Wagtail's policy refuses them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from spaces.admin_forms import MembershipForm, TariffForm
from spaces.models import (
    City,
    Membership,
    OfferAudience,
    OfferType,
    OfferUnit,
    Partner,
    SpaceOffer,
    SpaceTariff,
    Station,
    TravelTime,
    VatRate,
)


def row(*names: str) -> FieldRowPanel:
    """Fields side by side."""
    return FieldRowPanel([FieldPanel(name) for name in names])


def select(name: str) -> FieldPanel:
    """A plain list, where Wagtail would open a chooser for a handful of pages."""
    return FieldPanel(name, widget=forms.Select)


class TableViewSet(ModelViewSet):
    """A table without copying and exporting."""

    copy_view_enabled = False
    list_per_page = 50


class MembershipViewSet(TableViewSet):
    model = Membership
    icon = "group"
    list_display: ClassVar = ["user", "space", "role", "status", "since"]
    list_filter: ClassVar = ["role", "status", "space"]
    search_fields: ClassVar = ["user__email", "user__last_name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("user"),
            select("space"),
            row("role", "status"),
            row("since", "ended"),
        ],
        base_form_class=MembershipForm,
    )


class PartnerViewSet(TableViewSet):
    model = Partner
    icon = "site"
    list_display: ClassVar = ["name", "role", "region", "city"]
    panels: ClassVar[list[Any]] = [
        row("name", "slug"),
        FieldPanel("legal_name"),
        FieldPanel("operator"),
        row("role", "region"),
        row("city", "country"),
        select("space"),
        FieldPanel("website"),
        FieldPanel("notes"),
        row("joined", "left"),
    ]


class SpaceOfferViewSet(TableViewSet):
    model = SpaceOffer
    icon = "list-ul"
    list_display: ClassVar = ["space", "offer_type", "availability"]
    list_filter: ClassVar = ["space", "offer_type"]
    panels: ClassVar[list[Any]] = [
        select("space"),
        row("offer_type", "availability"),
        FieldPanel("note"),
    ]


class SpaceTariffViewSet(TableViewSet):
    model = SpaceTariff
    icon = "tag"
    list_display: ClassVar = ["space", "label", "unit", "audience", "amount", "vat_mode"]
    list_filter: ClassVar = ["space", "offer_type", "audience"]
    edit_handler = ObjectList(
        [
            select("space"),
            row("offer_type", "unit", "audience"),
            FieldPanel("labels"),
            row("amount", "vat_mode", "approximate"),
            row("valid_from", "valid_until"),
            row("published_year", "verified_on"),
            FieldPanel("source_url"),
            FieldPanel("confidence"),
        ],
        base_form_class=TariffForm,
    )


class CityViewSet(TableViewSet):
    model = City
    icon = "globe"
    list_display: ClassVar = ["label", "key", "country"]
    panels: ClassVar[list[Any]] = [
        FieldPanel("key"),
        FieldPanel("labels"),
        FieldPanel("country"),
        row("lat", "lon"),
    ]


class StationViewSet(TableViewSet):
    model = Station
    icon = "thumbtack"
    list_display: ClassVar = ["label", "key", "city"]
    panels: ClassVar[list[Any]] = [FieldPanel("key"), FieldPanel("labels"), FieldPanel("city")]


class TravelTimeViewSet(TableViewSet):
    model = TravelTime
    icon = "time"
    list_display: ClassVar = ["a", "b", "min_minutes", "max_minutes", "as_of"]
    panels: ClassVar[list[Any]] = [
        row("a", "b"),
        row("min_minutes", "max_minutes", "changes"),
        row("as_of", "confidence"),
        FieldPanel("source_url"),
    ]


class OfferTypeViewSet(TableViewSet):
    model = OfferType
    icon = "list-ul"
    list_display: ClassVar = ["label", "key", "position"]
    panels: ClassVar[list[Any]] = [
        row("key", "position", "icon"),
        FieldPanel("labels"),
    ]


class OfferUnitViewSet(TableViewSet):
    model = OfferUnit
    icon = "date"
    list_display: ClassVar = ["label", "key", "minutes"]
    panels: ClassVar[list[Any]] = [row("key", "minutes"), FieldPanel("labels")]


class OfferAudienceViewSet(TableViewSet):
    model = OfferAudience
    icon = "user"
    list_display: ClassVar = ["label", "key", "position"]
    panels: ClassVar[list[Any]] = [row("key", "position"), FieldPanel("labels")]


class VatRateViewSet(TableViewSet):
    model = VatRate
    icon = "decimal"
    list_display: ClassVar = ["country", "rate", "valid_from", "valid_until"]
    panels: ClassVar[list[Any]] = [row("country", "rate"), row("valid_from", "valid_until")]


class NetworkGroup(ModelViewSetGroup):
    """One entry of the menu for all of them."""

    menu_label = _("Network")
    menu_icon = "site"
    menu_order = 300
    items = (
        MembershipViewSet,
        PartnerViewSet,
        SpaceOfferViewSet,
        SpaceTariffViewSet,
        CityViewSet,
        StationViewSet,
        TravelTimeViewSet,
        OfferTypeViewSet,
        OfferUnitViewSet,
        OfferAudienceViewSet,
        VatRateViewSet,
    )
