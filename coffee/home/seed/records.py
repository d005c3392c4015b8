"""Rows that a seed makes: written once, kept up to date, and left alone when somebody has changed them since."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models

from wagtail.fields import StreamField

from coffee.core.models import TranslatedPage
from coffee.home.models import SeedRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wagtail.models import Page

Row = TypeVar("Row", bound=models.Model)
PageRow = TypeVar("PageRow", bound=TranslatedPage)
Values = dict[str, Any]


def plain(field: Any, value: Any) -> Any:
    """A value of a field in a form that is equal before and after it has been stored."""
    if isinstance(field, StreamField):
        # Block ids are dealt anew with every write and say nothing of the content.
        raw = field.to_python(value).get_prep_value() if value else []
        return [[block["type"], block["value"]] for block in raw]
    if field.is_relation:
        return getattr(value, "pk", value)
    found = field.to_python(value)
    # The database gives every decimal place of its column back: 0.2 comes as 0.2000.
    return f"{found.normalize():f}" if isinstance(found, Decimal) else found


def digest(instance: models.Model, values: Mapping[str, Any]) -> str:
    """One hash over the named fields with these values."""
    found = {name: plain(instance._meta.get_field(name), value) for name, value in values.items()}
    text = json.dumps(found, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def present(instance: models.Model, names: Mapping[str, Any]) -> Values:
    """The values that the named fields have now; relations as ids, without asking for the other row."""
    fields: dict[str, Any] = {name: instance._meta.get_field(name) for name in names}
    return {
        name: getattr(instance, field.attname if field.is_relation else name)
        for name, field in fields.items()
    }


class Seed:
    """One run of a seed. `source` names it in the records ("network", "demo").

    With `refresh` rows follow a changed source file, unless somebody edited them; without, a row that was made is
    never written again. Rows that were deleted since stay deleted. `report` collects one line per event.
    """

    def __init__(self, source: str, *, refresh: bool = True) -> None:
        self.source, self.refresh = source, refresh
        self.report: list[str] = []
        self.known = {
            (record.content_type_id, record.key): record
            for record in SeedRecord.objects.filter(source=source)
        }

    # --- plain rows

    def row(
        self, model: type[Row], key: str, values: Values, *, adopt: Values | None = None
    ) -> Row | None:
        """The row of this key, made or brought up to date; None when somebody deleted it.

        `adopt` finds a row that exists already without a record (made by a migration or by hand): it is
        taken as it is and never written.
        """
        record = self.record_of(model, key)
        if record is None:
            existing = model._default_manager.filter(**adopt).first() if adopt else None
            if existing is not None:
                self.remember(existing, key, "adopted")
                return existing
            created = model(**values)
            created.save()
            self.remember(created, key, digest(created, values))
            self.report.append(f"new: {model._meta.verbose_name} {key}")
            return created
        found = model._default_manager.filter(pk=record.object_id).first()
        if found is None:
            self.report.append(f"left out, deleted since: {model._meta.verbose_name} {key}")
            return None

        def write() -> None:
            for name, value in values.items():
                setattr(found, name, value)
            found.save()

        self.update(record, digest(found, values), digest(found, present(found, values)), write)
        return found

    # --- pages

    def page(
        self,
        model: type[PageRow],
        key: str,
        parent: Page,
        values: Values,
        translations: Mapping[str, Values] | None = None,
        children: Mapping[str, list[Values]] | None = None,
    ) -> PageRow | None:
        """The live page of this key below `parent`, with its translation rows; None when it was deleted.

        `children` are the rows of its other inline panels, by relation, in their order.
        """
        rows = {code: texts for code, texts in (translations or {}).items() if any(texts.values())}
        inline = {relation: rows for relation, rows in (children or {}).items() if rows}
        record = self.record_of(model, key)
        if record is None:
            page = model(**values)
            self.put_translations(page, rows)
            self.put_children(page, inline)
            parent.add_child(instance=page)
            page.save_revision().publish()
            self.remember(page, key, self.page_digest(page, values, rows, inline))
            self.report.append(f"new: {model._meta.verbose_name} {key}")
            return page
        found = model._default_manager.filter(pk=record.object_id).first()
        if found is None:
            self.report.append(f"left out, deleted since: {model._meta.verbose_name} {key}")
            return None

        def write() -> None:
            for name, value in values.items():
                setattr(found, name, value)
            self.put_translations(found, rows)
            self.put_children(found, inline)
            found.save_revision().publish()

        stored = {
            row.language: present(row, rows.get(row.language, {}))
            for row in found.translations.all()
        }
        kept = {
            relation: [present(row, wanted[0]) for row in getattr(found, relation).all()]
            for relation, wanted in inline.items()
            if wanted
        }
        now = self.page_digest(found, present(found, values), stored, kept)
        if found.has_unpublished_changes:
            # Publishing our version would publish the draft of an editor along with it.
            now = "draft"
        self.update(record, self.page_digest(found, values, rows, inline), now, write)
        return found

    def put_translations(self, page: TranslatedPage, rows: Mapping[str, Values]) -> None:
        """Give the page exactly these translation rows, keeping the ids of those it has."""
        model = page._meta.get_field("translations").related_model
        old = {row.language: row for row in page.translations.all()} if page.pk else {}
        fresh = []
        for code, texts in rows.items():
            row = old.get(code) or model(language=code)
            for name, value in {"title": str(page.title), **texts}.items():
                setattr(row, name, value)
            row.source_digest = page.source_digest()
            fresh.append(row)
        page.translations = fresh

    def put_children(self, page: TranslatedPage, children: Mapping[str, list[Values]]) -> None:
        """Give the page exactly these inline rows."""
        for relation, rows in children.items():
            model = page._meta.get_field(relation).related_model
            setattr(page, relation, [model(**values) for values in rows])

    def page_digest(
        self,
        page: TranslatedPage,
        values: Values,
        translations: Mapping[str, Values],
        children: Mapping[str, list[Values]],
    ) -> str:
        """One hash over the page, its translations and its inline rows."""
        model = page._meta.get_field("translations").related_model
        parts = [digest(page, values)]
        parts += [
            code + digest(model(), texts) for code, texts in sorted(translations.items()) if texts
        ]
        for relation, rows in sorted(children.items()):
            child = page._meta.get_field(relation).related_model
            parts += [relation + digest(child(), row) for row in rows]
        return hashlib.sha256("".join(parts).encode()).hexdigest()

    # --- records

    def record_of(self, model: type[models.Model], key: str) -> SeedRecord | None:
        """What this seed remembers of the row, if anything."""
        return self.known.get((ContentType.objects.get_for_model(model).pk, key))

    def remember(self, instance: models.Model, key: str, hashed: str) -> None:
        """Note that the seed made this row."""
        kind = ContentType.objects.get_for_model(type(instance))
        record = SeedRecord.objects.create(
            source=self.source,
            key=key,
            content_type=kind,
            object_id=str(instance.pk),
            hash=hashed,
        )
        self.known[kind.pk, key] = record

    def update(self, record: SeedRecord, wanted: str, now: str, write: Callable[[], None]) -> None:
        """Write when the source changed and nobody else did; say so when somebody did."""
        if not self.refresh or record.hash == "adopted":
            return
        if now != record.hash:
            self.report.append(
                f"left alone, changed since: {record.content_type.name} {record.key}"
            )
            return
        if wanted == record.hash:
            return
        write()
        record.hash = wanted
        record.save(update_fields=["hash"])
        self.report.append(f"brought up to date: {record.content_type.name} {record.key}")
