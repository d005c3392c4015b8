"""Draws static/img/og-default.png, the picture of a shared link that has none of its own, and the emblem for mails.

    .venv/bin/python scripts/share_card.py

Run again after a change of name, colours or funding words. The words beside the emblem are set in Ubuntu, which the
funding rules allow and which is free; the site itself never sends it to a browser.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "static"
WIDTH, HEIGHT, SCALE = 1200, 630, 2
ROAST, CREMA, GLOW, EDGE = "#2a1820", "#ffe3c8", "#ff9d6c", "#4a3540"
# The five spaces by their colour, from the outer ring to the inner one.
BRIGHT = ["#ff8fb2", "#7fb5ff", "#56d896", "#c2a5ff", "#ffc530"]
BLUE, YELLOW = "#003399", "#FFCC00"
# Radius of the inner corners of a regular five-pointed star whose outer radius is 1.
INNER = (3 - math.sqrt(5)) / 2
TITLE = ["Le coworking qui ne s’arrête", "pas à la frontière.", "Coworken over de grens heen."]
SUPPORT = [
    "Union européenne / Europese Unie",
    "Fonds européen de développement régional",
    "Europees Fonds voor Regionale Ontwikkeling",
]

Point = tuple[float, float]


def star(x: float, y: float, radius: float) -> list[Point]:
    """The ten corners of a star with one point up."""
    corners = []
    for corner in range(10):
        angle, reach = math.radians(36 * corner), radius * (INNER if corner % 2 else 1)
        corners.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return corners


def stars(height: float) -> list[list[Point]]:
    """The twelve stars of an emblem: centres on a circle of a third of its height, at the hours of a clock."""
    hours = [math.radians(30 * hour) for hour in range(12)]
    return [
        star(height * (0.75 + math.sin(hour) / 3), height * (0.5 - math.cos(hour) / 3), height / 18)
        for hour in hours
    ]


def draw_emblem(draw: ImageDraw.ImageDraw, x: float, y: float, height: float) -> None:
    """The European emblem with the white edge it needs on a dark ground."""
    edge = height / 25
    draw.rectangle((x - edge, y - edge, x + 1.5 * height + edge, y + height + edge), fill="#fff")
    draw.rectangle((x, y, x + 1.5 * height, y + height), fill=BLUE)
    for corners in stars(height):
        draw.polygon([(x + left, y + top) for left, top in corners], fill=YELLOW)


def draw_rings(draw: ImageDraw.ImageDraw) -> None:
    """Cups seen from above, one ring for each space."""
    for step, colour in enumerate(BRIGHT):
        for radius, width, tint in ((300 - 56 * step, 17, colour), (272 - 56 * step, 5, EDGE)):
            box = [(1130 - radius), (600 - radius), (1130 + radius), (600 + radius)]
            draw.ellipse([side * SCALE for side in box], outline=tint, width=width * SCALE)


def draw_logo(draw: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    """COF, the border, FEE."""
    face = display(size)
    middle = x + draw.textlength("COF", font=face) + size * 0.2
    draw.text((x, y), "COF", font=face, fill="#fff")
    for top in range(y, y + int(size * 1.2), int(size * 0.3)):
        draw.line([(middle, top), (middle, top + size * 0.17)], fill=GLOW, width=size // 10)
    draw.text((middle + size * 0.24, y), "FEE", font=face, fill="#fff")


def display(size: int) -> ImageFont.FreeTypeFont:
    """The display face of the site."""
    return ImageFont.truetype(str(STATIC / "fonts/bricolage-700.woff2"), size)


def permitted(size: int) -> ImageFont.FreeTypeFont:
    """A typeface that may stand beside the emblem."""
    return ImageFont.truetype(str(HERE / "fonts/ubuntu-400.woff2"), size)


def share_card(target: Path) -> None:
    """1200 x 630, drawn at twice the size so that rings and stars are smooth."""
    large = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ROAST)
    draw = ImageDraw.Draw(large)
    draw_rings(draw)
    draw_emblem(draw, 72 * SCALE, 472 * SCALE, 92 * SCALE)
    image = large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(image)
    draw_logo(draw, 70, 64, 60)
    for row, words in enumerate(TITLE):
        draw.text((70, 200 + 68 * row), words, font=display(54), fill=CREMA if row == 2 else "#fff")
    for row, words in enumerate(SUPPORT):
        draw.text((236, 473 + 32 * row), words, font=permitted(23), fill="#fff")
    image.save(target, optimize=True)


def mail_emblem(target: Path, height: int = 132) -> None:
    """The emblem for mails, where SVG is not shown. 32 colours keep blue and yellow exact."""
    scale = 8
    large = Image.new("RGB", (height * 3 // 2 * scale, height * scale), BLUE)
    draw = ImageDraw.Draw(large)
    for corners in stars(height * scale):
        draw.polygon(corners, fill=YELLOW)
    small = large.resize((height * 3 // 2, height), Image.Resampling.LANCZOS)
    small.quantize(32).save(target, optimize=True)


if __name__ == "__main__":
    share_card(STATIC / "img/og-default.png")
    mail_emblem(STATIC / "img/eu-emblem.png")
