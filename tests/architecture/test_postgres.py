"""The private PostgreSQL of the tests: it serves, and it is gone afterwards, however the run ends."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

import pytest

from tests import postgres

binaries = postgres.find_binaries()
needs_binaries = pytest.mark.skipif(
    binaries is None and not os.environ.get("CI"), reason="no PostgreSQL programs on this machine"
)
QUERY = (
    "import os, psycopg; from coffee import env; from pathlib import Path;"
    "host = env.database('DATABASE_URL', Path('unused'))['HOST'];"
    "print(psycopg.connect(host=host, user='postgres').execute('select 6 * 7').fetchone()[0])"
)


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.postgres", "--", *command],
        check=False,
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


@needs_binaries
def test_a_command_finds_the_server_and_its_exit_code_is_passed_on() -> None:
    assert run(sys.executable, "-c", QUERY).stdout.strip() == "42"
    assert run(sys.executable, "-c", "raise SystemExit(3)").returncode == 3


@needs_binaries
def test_nothing_is_left_when_the_server_is_no_longer_needed() -> None:
    assert binaries
    with postgres.cluster(binaries) as server:
        folder = server.folder
        assert (folder / ".s.PGSQL.5432").exists()
    assert not folder.exists()


@needs_binaries
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL], ids=lambda ending: ending.name)
def test_no_server_outlives_a_run_that_is_ended_from_outside(ending: signal.Signals) -> None:
    script = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", "--", sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip().partition("host=")[2])
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        try:
            process.send_signal(ending)
            assert is_gone(server)
        finally:
            # The command itself: after SIGKILL nobody else ends it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            shutil.rmtree(folder, ignore_errors=True)


def is_gone(process: int) -> bool:
    """True when a process has ended within ten seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_missing_programs_are_reported_loudly_and_are_a_failure_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, code: int
) -> None:
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)
    monkeypatch.setenv("CI", ci)
    assert postgres.run(["pytest"]) == code
    assert capsys.readouterr().err == postgres.NO_BINARIES
