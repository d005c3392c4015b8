"""The accounts of the demonstration: those somebody can log in with, and those of invented coworkers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from allauth.account.models import EmailAddress

from coffee.core.language import default_language
from coffee.home.seed.demo import source
from coffee.users.models import User
from spaces.models import Membership, SpacePage

if TYPE_CHECKING:
    from coffee.home.seed.demo.ledger import Ledger

# Printed for everybody to read; only ever set by this seed, which refuses to run on a public site.
PASSWORD: Final = "coffee-demo"  # noqa: S105
ADDRESS: Final = "{}@example.org"


@dataclass(frozen=True)
class Login:
    """One line of the table at the end."""

    email: str
    purpose: str


def logins() -> list[Login]:
    """Every account of the demonstration with a password, for the spaces that there are."""
    spaces = list(SpacePage.objects.live().order_by("pk"))
    return [
        Login(ADDRESS.format("admin"), "network administrator: everything"),
        Login(ADDRESS.format("partner"), "newsletter sender of the network"),
        *(Login(address("manager", space), f"manager of {space.title}") for space in spaces),
        *(
            Login(address("coworker", space), f"coworker of {space.title}")
            for space in spaces
            if not space.is_centre
        ),
    ]


def address(role: str, space: SpacePage) -> str:
    """`manager.esco@example.org`."""
    return ADDRESS.format(f"{role}.{space.slug}")


@lru_cache(maxsize=1)
def password_hash() -> str:
    """One hash for all: a password that is printed needs no salt of its own, and hashing is slow on purpose."""
    return make_password(PASSWORD)


def seed_accounts(ledger: Ledger) -> None:
    """The administrator, the newsletter sender, and a manager for each space and centre.

    The coworkers with a password come with their profiles.
    """
    rows = source.accounts()
    make_user(ledger, ADDRESS.format("admin"), rows["admin"], can_log_in=True, is_superuser=True)
    partner = make_user(ledger, ADDRESS.format("partner"), rows["partner"], can_log_in=True)
    join(ledger, partner, None, Membership.SENDER)
    for space in SpacePage.objects.live().order_by("pk"):
        row = rows["managers"].get(space.slug, {"name": f"Manager {space.title}"})
        manager = make_user(ledger, address("manager", space), row, can_log_in=True)
        join(ledger, manager, space, Membership.MANAGER)


def make_user(
    ledger: Ledger, email: str, row: dict[str, Any], *, can_log_in: bool, is_superuser: bool = False
) -> User | None:
    """The account of an address, made unless it was made before. None when somebody has deleted it since.

    An account that was there before the seed, with the same address, is left as it is and used.
    """
    if ledger.knows(User, email):
        return ledger.find(User, email)
    existing = User.objects.filter(email__iexact=email).first()
    if existing is not None:
        return existing
    first, _blank, last = row["name"].partition(" ")
    user = User(
        email=email,
        first_name=first,
        last_name=last,
        language=row.get("language", default_language()),
        is_superuser=is_superuser,
        is_staff=is_superuser,
        is_demo=True,
    )
    if can_log_in:
        user.password = password_hash()
    else:
        user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    ledger.note(user, email, row)
    return user


def join(
    ledger: Ledger, user: User | None, space: SpacePage | None, role: str, joined: int = -365
) -> None:
    """An active membership since `joined` days from today."""
    if user is None:
        return
    key = f"{user.email}:{role}"
    if ledger.knows(Membership, key):
        return
    since = timezone.localdate() + dt.timedelta(days=joined)
    if Membership.objects.filter(user=user, space=space, role=role).exists():
        return
    membership = Membership.objects.create(
        user=user,
        space=space,
        role=role,
        status=Membership.ACTIVE,
        since=since,
        confirmed_at=timezone.now(),
        is_demo=True,
    )
    ledger.note(membership, key, [user.email, role])
