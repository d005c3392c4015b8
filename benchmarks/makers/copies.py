"""Copies of rows, of what belongs to them, and of pages with their place in the tree."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db import models

# So many copies are held in memory and written at once.
BATCH: Final = 1_000


def copy_of(row: Any, **values: Any) -> Any:
    """A new row, not saved, equal but for its key and these values."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return type(row)(**kept | values)


class Belongings:
    """The rows of one model that belong to the originals by a foreign key."""

    def __init__(self, model: Any, owner: str, originals: Iterable[models.Model]) -> None:
        self.model: Any = model
        self.owner = model._meta.get_field(owner).attname
        self.rows: defaultdict[Any, list[Any]] = defaultdict(list)
        keys = [original.pk for original in originals]
        for row in model._default_manager.filter(**{f"{owner}__in": keys}).order_by("pk"):
            self.rows[getattr(row, self.owner)].append(row)

    def copies(self, original: Any, owner: Any) -> Iterator[Any]:
        """What belongs to `original`, once more for `owner`; both are keys."""
        for row in self.rows[original]:
            yield copy_of(row, **{self.owner: owner})

    def write(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        """The same for many pairs of (original, owner), in one go."""
        rows = [row for original, owner in pairs for row in self.copies(original, owner)]
        self.model._default_manager.bulk_create(rows, batch_size=BATCH)


def write_pages(pages: Sequence[Any], parents: Sequence[Page]) -> None:
    """Insert copies of pages of one type, each as the last child of its parent, and give them their keys.

    `bulk_create` refuses models with a table of their parent's; here the two tables are written one after
    the other, and the places in the tree, which treebeard would ask for one by one, are counted.
    """
    by_key = {parent.pk: parent for parent in parents}
    counts = {key: last_step(parent) for key, parent in by_key.items()}
    for page, parent in zip(pages, parents, strict=True):
        place(page, by_key[parent.pk], counts)
    bases = [page_part(page) for page in pages]
    Page.objects.bulk_create(bases, batch_size=BATCH)
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.page_ptr_id = page.id = base.pk
    model = type(pages[0])
    model.objects.get_queryset()._batched_insert(
        pages, model._meta.local_concrete_fields, batch_size=BATCH
    )
    for key in by_key:
        children = Page.objects.child_of(Page.objects.get(pk=key)).count()
        Page.objects.filter(pk=key).update(numchild=children)


def last_step(parent: Page) -> int:
    """The number of the last child's place below its parent; 0 without children."""
    last = Page.objects.child_of(parent).order_by("path").last()
    return 0 if last is None else int(Page._str2int(last.path[-Page.steplen :]))


def place(page: Any, parent: Page, counts: dict[Any, int]) -> None:
    """Put a page behind the last child of its parent."""
    counts[parent.pk] += 1
    page.depth = parent.depth + 1
    page.path = Page._get_path(parent.path, page.depth, counts[parent.pk])
    page.numchild = 0
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.draft_title = page.title
    page.translation_key = uuid.uuid4()


def page_part(page: Any) -> Page:
    """What of a page stands in Wagtail's own table."""
    fields = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    return Page(**{name: getattr(page, name) for name in fields})
