"""The sizes in which a post's picture is shown; one place, so that lists can fetch them ahead."""

from __future__ import annotations

# The box of the rings on a card, twice as large for fine screens; WebP keeps it under 40 kB.
CARD = "fill-720x280|format-webp|webpquality-72"
DETAIL = "width-1040|format-webp|webpquality-76"
