"""Uploaded pictures: what Pillow may open, and what is no longer in a file once it is stored."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile

import pytest
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from coffee.core.images import ACCEPTED_FORMATS, without_metadata
from coffee.core.models import Image, image_path

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: object
) -> ContentFile[bytes]:
    buffer = BytesIO()
    Pillow.new("RGB", size, "#b3164e").save(buffer, format=kind, **options)
    return ContentFile(buffer.getvalue(), name=f"photo.{kind.lower()}")


def with_position() -> ContentFile[bytes]:
    """A photo as a telephone takes it: on its side, with the place where it was taken."""
    exif = Pillow.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Telephone"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (50.0, 36.0, 20.0)
    return picture(exif=exif)


def test_a_format_that_no_browser_shows_is_not_opened() -> None:
    tiff = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    with pytest.raises(UnidentifiedImageError):
        Pillow.open(BytesIO(tiff))


def test_only_the_accepted_formats_have_a_reader() -> None:
    assert set(Pillow.OPEN) <= set(ACCEPTED_FORMATS)
    assert {"JPEG", "PNG", "WEBP"} <= set(Pillow.OPEN)


def test_position_and_camera_are_removed() -> None:
    before = with_position()
    assert GPS in Pillow.open(before).getexif()
    after = Pillow.open(without_metadata(before))
    assert dict(after.getexif()) == {}
    assert b"Telephone" not in without_metadata(with_position()).read()


def test_a_picture_taken_on_its_side_stands_upright() -> None:
    assert Pillow.open(without_metadata(with_position())).size == (20, 40)


def test_a_comment_in_a_png_is_removed() -> None:
    from_file = without_metadata(picture("PNG", comment="home address"))
    assert "comment" not in Pillow.open(from_file).info


def test_the_format_and_the_name_are_kept() -> None:
    after = without_metadata(picture("WEBP"))
    assert Pillow.open(after).format == "WEBP"
    assert after.name == "photo.webp"


def test_an_animation_passes_unchanged() -> None:
    buffer = BytesIO()
    frames = [Pillow.new("RGB", (8, 8), colour) for colour in ("#000", "#fff")]
    frames[0].save(buffer, format="GIF", save_all=True, append_images=frames[1:])
    before = ContentFile(buffer.getvalue(), name="move.gif")
    assert without_metadata(before).read() == buffer.getvalue()


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off"])
def test_what_cannot_be_read_passes_unchanged_for_the_form_to_refuse(content: bytes) -> None:
    assert without_metadata(ContentFile(content, name="x.jpg")).read() == content


def test_the_name_of_a_stored_picture_cannot_be_guessed() -> None:
    first, second = (image_path(Image(), "My Holiday.JPEG") for _ in range(2))
    assert first != second
    assert "oliday" not in first
    assert first.endswith(".jpeg")


@pytest.mark.django_db
def test_saving_an_upload_removes_its_metadata() -> None:
    image = Image(title="Roof", file=with_position())
    image.file.name = "roof.jpeg"
    image.save()
    with image.file.open() as stored:
        assert dict(Pillow.open(stored).getexif()) == {}
    assert (image.width, image.height) == (20, 40)
