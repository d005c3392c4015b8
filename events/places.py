"""Where a date takes place, whatever it was described by: a space, an address, or nothing but the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coffee.core.language import Text
from spaces.models import country_name

if TYPE_CHECKING:
    from spaces.models import SpacePage

OSM_ZOOM = 17


@dataclass(frozen=True)
class Place:
    """An address with what is known of it. `space` is set when it is one of ours."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: Text = Text("")  # noqa: RUF009 - immutable
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    space: SpacePage | None = None

    @classmethod
    def of_space(cls, space: SpacePage) -> Place:
        """The address of a space; its position only when it is exact enough for a pin."""
        pin = (space.lat, space.lon) if space.has_pin else (None, None)
        return cls(
            space.title, space.street, space.postcode, space.city.label, space.country, *pin, space
        )

    def __bool__(self) -> bool:
        return bool(self.name or self.street or self.city)

    @property
    def country_label(self) -> str:
        """The country in the reader's language."""
        return country_name(self.country) if self.country else ""

    @property
    def town(self) -> str:
        """Postcode and town."""
        return " ".join(filter(None, [self.postcode, str(self.city)]))

    @property
    def line(self) -> str:
        """Everything in one line, for calendars."""
        return ", ".join(filter(None, [self.name, self.street, self.town, self.country_label]))

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude, when both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def map_url(self) -> str:
        """The place on OpenStreetMap; empty without an exact position."""
        if self.position is None:
            return ""
        position = f"{self.latitude:.5f}/{self.longitude:.5f}"
        marker = f"mlat={self.latitude:.5f}&mlon={self.longitude:.5f}"
        return f"https://www.openstreetmap.org/?{marker}#map={OSM_ZOOM}/{position}"
