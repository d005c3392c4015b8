"""How often something may happen: slots in the shared cache, so that every web process counts alike."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache

QUARTER, HOUR, DAY = 15 * 60, 3600, 24 * 3600


def _slot(scope: str, subject: str, number: int) -> str:
    # Hashed, because cache keys may hold no blanks and the subject may be an address.
    return f"newsletter:{scope}:{sha256(subject.encode()).hexdigest()[:40]}:{number}"


def take(scope: str, subject: str, most: int, seconds: int) -> bool:
    """Take one of `most` slots; each is free again `seconds` after it was taken. False when none is free.

    `add` is atomic on every cache, and a slot lives exactly its time: no window whose edge lets twice as
    many through, and no counter whose expiry a second hit would move.
    """
    return any(cache.add(_slot(scope, subject, number), 1, seconds) for number in range(most))


def give_back(scope: str, subject: str, most: int) -> None:
    """Free every slot of a subject, for a failure that was not the visitor's."""
    cache.delete_many([_slot(scope, subject, number) for number in range(most)])
