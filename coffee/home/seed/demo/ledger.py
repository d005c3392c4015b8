"""Remembers which row of the files became which row of the database, so that each is written once."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, TypeVar

from coffee.home.seed.records import Seed

if TYPE_CHECKING:
    from django.db.models import Model

SOURCE: Final = "demo"

Made = TypeVar("Made", bound="Model")


class Ledger(Seed):
    """The records of this seed.

    A key that was written once is never written again, whatever became of the row: what an editor changed stays
    changed, what an editor deleted stays deleted, and dates stay where they were when the seed first ran.
    """

    def __init__(self) -> None:
        super().__init__(SOURCE, refresh=False)
        self.written: dict[str, int] = {}

    def knows(self, model: type[Model], key: str) -> bool:
        """True when the row has been written before."""
        return self.record_of(model, key) is not None

    def find(self, model: type[Made], key: str) -> Made | None:
        """The row that was written for a key; None when it never was, or has been deleted since."""
        record = self.record_of(model, key)
        return model._default_manager.filter(pk=record.object_id).first() if record else None

    def note(self, row: Model, key: str, values: Any) -> None:
        """Remember a new row and what it was made from."""
        text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
        self.remember(row, key, hashlib.sha256(text.encode()).hexdigest())
        self.count(str(type(row).__name__))

    def count(self, name: str, rows: int = 1) -> None:
        """Count new rows of a kind for the summary."""
        if rows:
            self.written[name] = self.written.get(name, 0) + rows
