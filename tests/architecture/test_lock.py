"""What is installed: hashes for everything, no address of an index, no version with known holes."""

import re
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

import pytest
from packaging.version import Version

LOCKS = sorted((settings.BASE_DIR / "requirements").glob("*.txt"))
PINNED = re.compile(r"^([a-z0-9-]+)==([^ \\]+)", re.MULTILINE)


def names(lock: Path) -> set[tuple[str, str]]:
    return set(PINNED.findall(lock.read_text()))


def test_there_is_a_lock_for_the_desk_and_one_for_production() -> None:
    assert [lock.name for lock in LOCKS] == ["dev.txt", "prod.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_of_a_lock_has_a_hash(lock: Path) -> None:
    for entry in re.split(r"\n(?=\S)", lock.read_text()):
        if not entry.startswith("#"):
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_desk_tests_the_versions_of_production() -> None:
    dev, prod = names(LOCKS[0]), names(LOCKS[1])
    assert prod <= dev


@pytest.mark.parametrize(
    ("package", "floor"),
    [("Django", "5.2.19"), ("pillow", "13.0.0"), ("django-allauth", "65.19.4"), ("wagtail", "8.0")],
)
def test_no_package_is_older_than_its_last_security_release(package: str, floor: str) -> None:
    assert Version(version(package)) >= Version(floor)


def test_the_installed_versions_are_those_of_the_lock() -> None:
    """An environment that has drifted from the lock tests something that nobody will run."""
    wanted = {"django", "wagtail", "django-allauth", "pillow", "psycopg", "icalendar"}
    for package, locked in names(LOCKS[0]):
        if package in wanted:
            assert version(package) == locked, f"{package}: run make test"
