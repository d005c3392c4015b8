"""Posts: three of each space through the model, then copies on other days."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from PIL import Image as Picture

from benchmarks.makers.copies import BATCH, Belongings, copy_of, write_pages
from benchmarks.makers.events import ARCHIVE_DAYS, body
from blog.models import PostPage, PostTranslation
from coffee.core.models import Image
from coffee.core.topics import Topic
from spaces.models import SpacePage

if TYPE_CHECKING:
    from collections.abc import Sequence


def make_picture() -> Image:
    """A picture as large as a phone makes them small."""
    file = BytesIO()
    Picture.new("RGB", (1200, 800), "teal").save(file, "JPEG")
    picture: Image = Image.objects.create(
        title="Benchmark", file=ContentFile(file.getvalue(), "picture.jpg")
    )
    return picture


def make_originals() -> list[PostPage]:
    """One post in both languages with a picture and a theme, one in Dutch alone, one in French alone."""
    topic, _created = Topic.objects.get_or_create(
        slug="benchmark", defaults={"name": "benchmark", "labels": {"fr": "Mesure", "nl": "Meting"}}
    )
    made = []
    for space in SpacePage.objects.in_network().order_by("pk"):
        whole = post("Une année de réparation", "fr", image=make_picture())
        whole.tags = [topic]
        whole.translations.add(
            PostTranslation(
                language="nl",
                title="Een jaar herstellen",
                summary="Wat twaalf zaterdagen ons leerden.",
                body=body("Twaalf zaterdagen, driehonderd toestellen."),
            )
        )
        for page in (whole, post("Samen over de grens", "nl"), post("Le four à pain", "fr")):
            space.add_child(instance=page)
            made.append(page)
    return made


def post(title: str, language: str, **fields: Any) -> PostPage:
    """A post of today, not saved."""
    return PostPage(
        title=title,
        language=language,
        summary="Ce que douze samedis nous ont appris.",
        body=body(title),
        date=timezone.localdate(),
        **fields,
    )


class PostCopies:
    """Further posts like those that exist."""

    def __init__(self) -> None:
        self.originals = list(
            PostPage.objects.order_by("pk")[: 3 * SpacePage.objects.in_network().count()]
        )
        self.belongings = [
            Belongings(PostTranslation, "page", self.originals),
            Belongings(PostPage.tags.through, "postpage", self.originals),
        ]
        self.spaces = {space.pk: space for space in SpacePage.objects.all()}

    def grow(self, total: int, today: dt.date) -> None:
        """As many posts as are missing, spread evenly over ten years."""
        have = PostPage.objects.count()
        missing = max(total - have, 0)
        plan = (
            (original, have + n, today - dt.timedelta(days=n * ARCHIVE_DAYS // missing))
            for n, original in enumerate(islice(cycle(self.originals), missing))
        )
        while chunk := list(islice(plan, BATCH)):
            self.write(chunk)

    @transaction.atomic
    def write(self, chunk: Sequence[tuple[PostPage, int, dt.date]]) -> None:
        """These copies with their translations and themes."""
        pages = [
            copy_of(original, slug=f"post-{number}", date=day) for original, number, day in chunk
        ]
        write_pages(pages, [self.spaces[page.space_id] for page in pages])
        pairs = [
            (original.pk, page.pk) for (original, _n, _day), page in zip(chunk, pages, strict=True)
        ]
        for belongings in self.belongings:
            belongings.write(pairs)
