"""The index of public search: small tables of analysed terms with integer weights, one for each kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from coffee.core.text import TERM_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping


class Term(models.Model):
    """One word, concept or place under which something is found, and how much that counts.

    Integers instead of the database's own ranking, so that every database gives the same order. The concrete class
    adds a foreign key to its owner (cascade), `OWNER` with its name, and `term_constraints`/`term_indexes`.
    """

    OWNER: ClassVar[str] = ""

    term = models.CharField(max_length=TERM_LENGTH)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.term} ({self.weight})"

    @classmethod
    def write(cls, owner: models.Model, terms: Mapping[str, int]) -> int:
        """Make the rows of one owner equal to `terms`; rows that are right stay. Returns the number of changes.

        Call it in the transaction that changes the owner.
        """
        rows: models.Manager[Any] = cls._default_manager
        mine = rows.filter(**{cls.OWNER: owner})
        old = dict(mine.values_list("term", "weight"))
        stale = [term for term, weight in old.items() if terms.get(term) != weight]
        fresh = {term: weight for term, weight in terms.items() if old.get(term) != weight}
        if stale:
            mine.filter(term__in=stale).delete()
        if fresh:
            rows.bulk_create(
                cls(**{cls.OWNER: owner, "term": term, "weight": weight})
                for term, weight in sorted(fresh.items())
            )
        return len(stale) + len(fresh)


def term_constraints(owner: str, name: str) -> list[models.BaseConstraint]:
    """A term stands once under each owner."""
    return [models.UniqueConstraint(fields=[owner, "term"], name=f"{name}_once")]


def term_indexes(owner: str, name: str) -> list[models.Index]:
    """A search reads this index alone: from the term to owners and weights."""
    return [models.Index(fields=["term", owner, "weight"], name=f"{name}_lookup")]
