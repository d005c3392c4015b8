"""The test databases themselves: what a test commits is gone afterwards, what Wagtail needs stays."""

import os
import subprocess
import sys

from django.contrib.auth.models import Group
from django.db import connection

from wagtail.models import Collection, Page, Site

import pytest

from tests.databases import CopiedDatabase


def assert_as_migrated() -> None:
    assert Page.objects.filter(depth=1).exists()
    assert Collection.objects.filter(depth=1).exists()
    assert Site.objects.exists()
    assert not Group.objects.filter(name="left behind").exists()


@pytest.mark.django_db
def test_a_test_starts_with_the_rows_of_the_migrations() -> None:
    assert_as_migrated()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transactional_test_finds_the_rows_that_the_one_before_it_deleted(turn: str) -> None:
    assert_as_migrated()
    Group.objects.create(name="left behind")
    Site.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_what_this_one_commits(process_environment: dict[str, str]) -> None:
    Group.objects.create(name="seen elsewhere")
    script = "import django; django.setup(); from django.contrib.auth.models import Group;"
    script += "print(Group.objects.filter(name='seen elsewhere').count())"
    found = subprocess.run(
        [sys.executable, "-c", script],
        env=process_environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == "1"


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_that_the_environment_names(
    worker_database: CopiedDatabase,
) -> None:
    expected = (
        "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    )
    assert connection.vendor == expected
    assert worker_database.url().partition(":")[0] in {"postgres", "sqlite"}
