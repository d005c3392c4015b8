"""Uploaded pictures: what is accepted, and what is removed from them before they are stored."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

if TYPE_CHECKING:
    from django.core.files import File

# Pillow reads 43 formats; each is a parser that an upload could attack. These are the ones a browser shows.
ACCEPTED_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")


def limit_readers() -> None:
    """Let Pillow open only the accepted formats, everywhere in this process."""
    Pillow.init()
    Pillow.ID[:] = [name for name in Pillow.ID if name in ACCEPTED_FORMATS]
    for name in [name for name in Pillow.OPEN if name not in ACCEPTED_FORMATS]:
        del Pillow.OPEN[name]


def without_metadata(upload: File[Any]) -> File[Any]:
    """The same picture, upright and without EXIF, XMP or comments; animated or unreadable files pass unchanged."""
    upload.seek(0)
    try:
        picture = Pillow.open(upload)
        if getattr(picture, "n_frames", 1) > 1:
            upload.seek(0)
            return upload
        kind = picture.format or "PNG"
        upright = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, ValueError):
        upload.seek(0)
        return upload
    clean = upright.copy()
    clean.info = {}
    buffer = BytesIO()
    options = {"quality": 90} if kind in {"JPEG", "WEBP", "AVIF"} else {}
    clean.save(buffer, format=kind, exif=b"", **options)
    return ContentFile(buffer.getvalue(), name=upload.name)
