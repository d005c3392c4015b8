"""Readable, ASCII-only pieces of addresses out of any title."""

from django.utils.text import slugify

from anyascii import anyascii

SLUG_LENGTH = 80


def slug_of(title: str, fallback: str) -> str:
    """At most 80 characters cut at a hyphen; `fallback` for a title that leaves nothing to read."""
    slug = slugify(anyascii(title)).strip("-_")
    if len(slug) > SLUG_LENGTH:
        cut = slug[: SLUG_LENGTH + 1].rpartition("-")[0]
        slug = cut or slug[:SLUG_LENGTH]
    return slug.strip("-_") or fallback
