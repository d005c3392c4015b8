"""The consent ledger: who agreed to what, in which words, and when; rows are only ever added."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from coffee.core.language import Text, content_languages, labelled

SOURCE = Path(__file__).parent / "data" / "consents.toml"

PUBLISH, PHOTO, CONTACT = "publish", "photo", "contact"
INTRODUCTIONS, SEARCH_ENGINES, MENTION = "introductions", "search_engines", "newsletter_mention"

PURPOSES: Final = [
    (PUBLISH, _("publish the profile")),
    (PHOTO, _("show the photo")),
    (CONTACT, _("be written to")),
    (INTRODUCTIONS, _("be introduced")),
    (SEARCH_ENGINES, _("appear in search engines")),
    (MENTION, _("be mentioned in the newsletter")),
]


class Wording(NamedTuple):
    """One version of the text of one purpose, in every language in which it is asked."""

    version: int
    texts: dict[str, str]

    @property
    def text(self) -> Text:
        """The words in the reader's language."""
        return labelled(self.texts)


def _read() -> dict[str, list[Wording]]:
    with SOURCE.open("rb") as file:
        versions: dict[str, list[dict[str, Any]]] = tomllib.load(file)
    return {
        purpose: [
            Wording(row.pop("version"), {code: str(text) for code, text in row.items()})
            for row in rows
        ]
        for purpose, rows in versions.items()
    }


WORDINGS: Final = _read()


def wording(purpose: str) -> Wording:
    """The words that are asked today."""
    return WORDINGS[purpose][-1]


def subject_of(email: str) -> str:
    """A fingerprint of the person that remains as proof after their name is erased."""
    return salted_hmac("coworkers.consent", email.strip().lower(), algorithm="sha256").hexdigest()


class LedgerError(TypeError):
    """Someone tried to rewrite history."""


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Sets of entries, none of which can be changed."""

    def update(self, **_values: Any) -> int:
        raise LedgerError("Consents are only ever added.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LedgerError("Consents are only ever added.")

    def remove_demo(self) -> int:
        """Take away what the demonstration has invented: nobody ever agreed to it."""
        demo: Any = models.QuerySet(self.model, using=self.db).filter(is_demo=True)
        return int(demo._raw_delete(self.db))

    def state(self) -> dict[str, bool]:
        """Per purpose, whether the latest entry is a yes."""
        return dict(self.order_by("pk").values_list("purpose", "given"))


class Consent(models.Model):
    """One yes or no. The latest row of a purpose is what holds."""

    SOURCES: ClassVar = [
        ("form", _("form")),
        ("link", _("link in a mail")),
        ("manager", _("space manager")),
        ("expiry", _("expiry")),
        ("demo", _("demonstration")),
    ]

    profile = models.ForeignKey(
        "coworkers.Profile", null=True, on_delete=models.SET_NULL, related_name="consents", verbose_name=_("profile")
    )  # fmt: skip
    subject_hmac = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=PURPOSES)
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    language = models.CharField(_("language"), max_length=12, choices=content_languages)
    wording_version = models.PositiveSmallIntegerField(_("version of the text"))
    source = models.CharField(_("source"), max_length=8, choices=SOURCES)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )  # fmt: skip
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.purpose}: {'yes' if self.given else 'no'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LedgerError("Consents are only ever added.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LedgerError("Consents are only ever added.")
