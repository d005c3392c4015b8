"""The environment of the site: every variable is documented, every bad value refused in a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

import pytest

ROOT: Path = settings.BASE_DIR
# Set by shells, build servers and Django itself: not ours to document.
FOREIGN = {"CI", "PATH", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
READ = re.compile(
    r'\b(?:env\.\w+|environ\.get)\(\s*["\']([A-Z][A-Z_]+)["\']|environ\[["\']([A-Z_]+)'
)
ROW = re.compile(r"^\| *((?:`[A-Z_]+`(?:, )?)+) *\|", re.MULTILINE)
PUBLIC = {
    "DJANGO_SETTINGS_MODULE": "coffee.settings.production",
    "SECRET_KEY": "".join(chr(33 + number % 60) for number in range(60)),
    "SITE_URL": "https://coffee.example",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in an environment that holds nothing but what is given."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        check=False,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


def test_the_readme_documents_every_variable_and_no_other() -> None:
    sources = [*ROOT.glob("coffee/**/*.py"), ROOT / "gunicorn.conf.py"]
    sources += [ROOT / "tests" / "conftest.py", ROOT / "tests" / "postgres.py"]
    found = {name for path in sources for pair in READ.findall(path.read_text()) for name in pair}
    rows = ROW.findall((ROOT / "README.md").read_text())
    documented = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert documented == found - FOREIGN - {""}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "postgres://user:word@host:port/name"),
        ("CACHE_URL", "nonsense"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "smtp://"),
        ("SITE_URL", "coffee.example"),
        ("SITE_URL", "https://coffee.example/path"),
        ("SITE_URL", "https://coffee.example:port"),
        ("TRUSTED_PROXY_COUNT", "-1"),
        ("TRUSTED_PROXY_COUNT", "one"),
        ("MEDIA_STORAGE", "s3://bucket"),
        ("MEDIA_STORAGE", "ftp://host/folder"),
        ("COFFEE_DATA", "/dev/null/folder"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SITE_URL", "http://coffee.example"),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence(
    tmp_path: Path, variable: str, value: str
) -> None:
    result = manage("check", **{**PUBLIC, "COFFEE_DATA": str(tmp_path), variable: value})
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    assert result.stderr.startswith(f"{variable} ")
    assert result.stderr.endswith(".\n")


@pytest.mark.parametrize("variable", ["SECRET_KEY", "SITE_URL"])
def test_production_does_not_start_without_what_only_its_owner_knows(
    tmp_path: Path, variable: str
) -> None:
    environment = {name: value for name, value in PUBLIC.items() if name != variable}
    result = manage("check", COFFEE_DATA=str(tmp_path), **environment)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith(f"{variable} is not set")


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    result = manage(
        "check", "--deploy", "--fail-level", "WARNING", COFFEE_DATA=str(tmp_path), **PUBLIC
    )
    assert result.returncode == 0, result.stderr


def test_a_desk_needs_no_variable_and_keeps_its_key(tmp_path: Path) -> None:
    script = "from django.conf import settings; print(settings.SECRET_KEY)"
    keys = [
        manage("shell", "--no-imports", "-c", script, COFFEE_DATA=str(tmp_path)).stdout
        for _turn in range(2)
    ]
    assert len(keys[0].strip()) > 50
    assert keys[0] == keys[1]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
