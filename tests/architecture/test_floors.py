"""The floors of the house: imports go downward only."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_imports_go_downward_only_and_never_to_a_sibling() -> None:
    """The contract stands in pyproject.toml; the report names the forbidden import and its line."""
    program = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run(
        [program, "--no-cache"], check=False, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
