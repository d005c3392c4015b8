"""The domain's ground floor: places, spaces and what they offer, partners, memberships."""

from spaces.models.access import NetworkAccess, SpaceAccess
from spaces.models.memberships import Membership
from spaces.models.offers import (
    OfferAudience,
    OfferType,
    OfferUnit,
    SpaceOffer,
    SpaceTariff,
    VatRate,
)
from spaces.models.page_rows import OpeningHours, SpaceAmenity, SpaceFact, SpaceTranslation
from spaces.models.pages import SpacePage
from spaces.models.partners import Partner
from spaces.models.places import COUNTRIES, City, Station, TravelTime, country_name

__all__ = [
    "COUNTRIES",
    "City",
    "Membership",
    "NetworkAccess",
    "OfferAudience",
    "OfferType",
    "OfferUnit",
    "OpeningHours",
    "Partner",
    "SpaceAccess",
    "SpaceAmenity",
    "SpaceFact",
    "SpaceOffer",
    "SpacePage",
    "SpaceTariff",
    "SpaceTranslation",
    "Station",
    "TravelTime",
    "VatRate",
    "country_name",
]
