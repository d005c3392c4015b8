"""Models and migrations say the same."""

from django.core.management import call_command

import pytest


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, interactive=False)
    except SystemExit:
        pytest.fail(f"run manage.py makemigrations:\n{capsys.readouterr().out}")


@pytest.mark.django_db
def test_every_migration_of_the_site_has_been_applied() -> None:
    call_command("migrate", check_unapplied=True, verbosity=0)
