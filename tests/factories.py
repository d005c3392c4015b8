"""Makers of the rows that most tests need; each takes what matters and invents the rest."""

from __future__ import annotations

from itertools import count
from typing import Any

from wagtail.models import Page, Site

from coffee.home.models import HomePage
from coffee.users.models import User
from spaces.models import City, Membership, SpacePage
from spaces.provisioning import sync_network, sync_space

PASSWORD = "a-password-for-tests"
_numbers = count(1)


def make_home() -> HomePage:
    """The home page at the root of the default site; the same one each time."""
    existing = HomePage.objects.first()
    if existing is not None:
        return existing
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="COFFEE", slug="coffee-home", language="fr"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    return home


def make_city(key: str = "", country: str = "BE", **labels: str) -> City:
    """A town; `make_city("mons", fr="Mons", nl="Bergen")`."""
    key = key or f"town-{next(_numbers)}"
    city, _created = City.objects.get_or_create(
        key=key, defaults={"labels": labels or {"fr": key.title()}, "country": country}
    )
    return city


def make_space(name: str = "", *, country: str = "BE", **fields: Any) -> SpacePage:
    """A live space with its groups, in the network."""
    number = next(_numbers)
    name = name or f"Space {number}"
    city = fields.pop("city", None) or make_city(f"city-{number}", country)
    space = SpacePage(
        title=name,
        slug=fields.pop("slug", f"space-{number}"),
        language=fields.pop("language", "fr"),
        city=city,
        country=country,
        **fields,
    )
    make_home().add_child(instance=space)
    sync_space(space)
    return space


def make_user(email: str = "", **fields: Any) -> User:
    """An account that can log in with PASSWORD."""
    return User.objects.create_user(
        email or f"person-{next(_numbers)}@example.org", PASSWORD, **fields
    )


def make_member(space: SpacePage | None, role: str = Membership.COWORKER, **fields: Any) -> User:
    """A person with an active membership; for managers and editors the rights are in place at once."""
    user = fields.pop("user", None) or make_user(**fields)
    Membership.objects.create(user=user, space=space, role=role, status=Membership.ACTIVE)
    if space is None:
        sync_network()
    elif role != Membership.COWORKER:
        sync_space(space)
    return user


def make_manager(space: SpacePage, **fields: Any) -> User:
    """A manager of that space, who may enter the admin."""
    return make_member(space, Membership.MANAGER, **fields)


def make_editor(space: SpacePage, **fields: Any) -> User:
    """An editor of that space."""
    return make_member(space, Membership.EDITOR, **fields)


def make_sender(**fields: Any) -> User:
    """A newsletter sender of the network."""
    return make_member(None, Membership.SENDER, **fields)


def make_administrator(**fields: Any) -> User:
    """A network administrator."""
    return User.objects.create_superuser(
        fields.pop("email", f"admin-{next(_numbers)}@example.org"), PASSWORD, **fields
    )
