"""Drawn pictures in the colours of the spaces: no photo of anybody, no licence, the same on every machine."""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from django.core.files.base import ContentFile

from PIL import Image as Pillow
from PIL import ImageDraw

from blog.pictures import CARD, DETAIL
from coffee.core.models import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffee.home.seed.demo.ledger import Ledger
    from spaces.models import SpacePage

WIDTH, HEIGHT = 1200, 500
# Drawn larger and scaled down, because Pillow's circles have no soft edge.
FACTOR: Final = 2

# The bright and solid tones of static/css/tokens.css; a picture file cannot read a style sheet.
TONES: Final = {
    "rose": ("#ff8fb2", "#b3164e"),
    "blue": ("#7fb5ff", "#1d5fc0"),
    "green": ("#56d896", "#0b6e43"),
    "violet": ("#c2a5ff", "#6a3db8"),
    "amber": ("#ffc530", "#875600"),
    "slate": ("#b7c0ce", "#4a5568"),
    "teal": ("#5ed4e0", "#0a6570"),
    "olive": ("#c9d95a", "#56620a"),
    "magenta": ("#f29be3", "#9b2385"),
    "cocoa": ("#dcae8b", "#7a4a2b"),
}
PLAIN: Final = ("#dcae8b", "#7a4a2b")
ROAST, CREMA = "#2a1820", "#ffe3c8"

Draw = ImageDraw.ImageDraw


def circle(draw: Draw, x: float, y: float, radius: float, **style: Any) -> None:
    """A circle by its middle."""
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), **style)


def rings(draw: Draw, width: int, height: int, tones: tuple[str, str]) -> None:
    """Marks that cups have left on a table."""
    for n in range(17, 0, -1):
        x, y, radius = width * 0.12, height * 1.02, n * height * 0.14
        circle(draw, x, y, radius, outline=(ROAST, CREMA, tones[1])[n % 3], width=height // 40)


def cups(draw: Draw, width: int, height: int, tones: tuple[str, str]) -> None:
    """Three cups on a table, seen from above."""
    for n, share in enumerate((0.22, 0.5, 0.78)):
        x, y = width * share, height * (0.5 + 0.08 * (n - 1))
        circle(draw, x, y, height * 0.33, fill=CREMA)
        circle(draw, x, y, height * 0.24, fill="#ffffff")
        circle(draw, x, y, height * 0.2, fill=ROAST)
        circle(draw, x, y, height * 0.1, outline=tones[0], width=height // 60)
        handle = (x + height * 0.2, y - height * 0.05, x + height * 0.32, y + height * 0.05)
        draw.rounded_rectangle(handle, radius=height // 30, fill="#ffffff")


def rails(draw: Draw, width: int, height: int, tones: tuple[str, str]) -> None:
    """A railway line between two cups."""
    ends = (width * 0.16, height * 0.66), (width * 0.84, height * 0.34)
    steps = 34
    for n in range(steps + 1):
        share = n / steps
        x = ends[0][0] + (ends[1][0] - ends[0][0]) * share
        y = (
            ends[0][1]
            + (ends[1][1] - ends[0][1]) * share
            + math.sin(share * math.tau) * height * 0.16
        )
        draw.line(
            (x - 4, y - height * 0.06, x + 4, y + height * 0.06), fill=ROAST, width=height // 70
        )
    for x, y in ends:
        circle(draw, x, y, height * 0.2, fill=CREMA)
        circle(draw, x, y, height * 0.13, fill=ROAST)
        circle(draw, x, y, height * 0.05, fill=tones[0])


def table(draw: Draw, width: int, height: int, tones: tuple[str, str]) -> None:
    """A long table with seats on both sides."""
    draw.rounded_rectangle(
        (width * 0.1, height * 0.36, width * 0.9, height * 0.64), radius=height // 12, fill=CREMA
    )
    for n in range(7):
        x = width * (0.16 + n * 0.113)
        circle(draw, x, height * 0.2, height * 0.08, fill=tones[1])
        circle(draw, x, height * 0.8, height * 0.08, fill=ROAST)
        circle(draw, x, height * (0.45 if n % 2 else 0.55), height * 0.035, fill=ROAST)


@dataclass(frozen=True)
class Motif:
    """A drawing and what it shows, in words."""

    draw: Callable[[Draw, int, int, tuple[str, str]], None]
    alt: dict[str, str]


MOTIFS: Final = {
    "rings": Motif(
        rings,
        {
            "fr": "Dessin : des ronds de tasse qui s’élargissent sur une table",
            "nl": "Tekening: koffiekringen die steeds groter worden op een tafel",
        },
    ),
    "cups": Motif(
        cups,
        {
            "fr": "Dessin : trois tasses de café vues d’en haut",
            "nl": "Tekening: drie koppen koffie van bovenaf gezien",
        },
    ),
    "rails": Motif(
        rails,
        {
            "fr": "Dessin : une voie ferrée relie deux tasses",
            "nl": "Tekening: een spoorlijn verbindt twee koppen",
        },
    ),
    "table": Motif(
        table,
        {
            "fr": "Dessin : une longue table avec des places des deux côtés",
            "nl": "Tekening: een lange tafel met plaatsen aan beide kanten",
        },
    ),
}

MOTIF_OF_KIND: Final = {
    "coffee-on-road": "rails",
    "creative-holdup": "table",
    "networking": "cups",
    "exhibition": "rings",
}
MOTIF_OF_THEME: Final = {
    "mobility": "rails",
    "method": "table",
    "community": "cups",
    "language": "cups",
}


@dataclass(frozen=True)
class Picture:
    """A picture of the library and its words."""

    image: Image
    alt: dict[str, str]


def drawn(motif: str, accent: str) -> bytes:
    """The picture as WebP."""
    tones = TONES.get(accent, PLAIN)
    size = WIDTH * FACTOR, HEIGHT * FACTOR
    picture = Pillow.new("RGB", size, tones[0])
    MOTIFS[motif].draw(ImageDraw.Draw(picture), *size, tones)
    buffer = BytesIO()
    picture.resize((WIDTH, HEIGHT), Pillow.Resampling.BOX).save(
        buffer, "WEBP", quality=80, method=2
    )
    return buffer.getvalue()


class Pictures:
    """Hands out pictures; one per motif and space, however many pages show it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.made: dict[str, Image | None] = {}

    def for_event(self, row: dict[str, Any], space: SpacePage) -> Picture | None:
        """A picture for the kinds of events that are announced with one."""
        motif = MOTIF_OF_KIND.get(row["kind"])
        return self.picture(motif, space) if motif else None

    def for_post(self, row: dict[str, Any], space: SpacePage) -> Picture | None:
        """A picture for posts whose first theme has a motif; the others show the rings of the space."""
        motif = MOTIF_OF_THEME.get(row["tags"][0]) if row["tags"] else None
        return self.picture(motif, space, CARD, DETAIL) if motif else None

    def picture(self, motif: str, space: SpacePage, *sizes: str) -> Picture | None:
        """The picture of a motif in the colours of a space; None when somebody has deleted it."""
        key = f"{motif}:{space.slug}"
        if key not in self.made:
            known = self.ledger.knows(Image, key)
            self.made[key] = self.ledger.find(Image, key) if known else self.make(key, motif, space)
        image = self.made[key]
        if image is None:
            return None
        for size in sizes:
            # Made now, so that the first reader does not wait for it.
            image.get_rendition(size)
        return Picture(image, MOTIFS[motif].alt)

    def make(self, key: str, motif: str, space: SpacePage) -> Image:
        """Draw it, and put it into the library of the space."""
        data = drawn(motif, space.accent)
        image = Image(
            title=f"{space.title}: {motif}",
            file=ContentFile(data, name=f"{motif}.webp"),
            collection=space.access.collection,
            is_demo=True,
        )
        image.save()
        self.ledger.note(image, key, [motif, space.accent])
        return image
