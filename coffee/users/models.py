"""The account of a person: login by e-mail address, one preferred language, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence


def interface_languages() -> Sequence[tuple[str, str]]:
    """The choices of every language field of this app; callable so that a new language needs no migration."""
    return settings.LANGUAGES


def default_language() -> str:
    """The language of an account that never chose one."""
    return settings.LANGUAGE_CODE


class UserManager(BaseUserManager["User"]):
    """Makes accounts from an address; addresses are compared without regard to case."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an ordinary account. Raises ValueError without an address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a network administrator."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )


class User(AbstractUser):
    """An account. Who the person is for the community stands on the coworkers' profile, not here."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language"), max_length=12, choices=interface_languages, default=default_language
    )
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="users_user_email_without_case"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email
