"""python -m benchmarks: asks for pages of a small and of a large site in one run, and prints what they cost."""

import argparse
import os
import signal
import tempfile
from collections.abc import Sequence
from importlib import import_module
from types import FrameType

import django

from benchmarks.plan import SIZES, Plan

ROUNDS = 15


def read(arguments: Sequence[str] | None = None) -> tuple[Plan, int]:
    """What the command line asks for: how much content, and how often each page is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", type=numbers, default=SIZES, help="rows of each kind, as in 1000,20000"
    )
    for kind in ("events", "posts", "profiles"):
        parser.add_argument(f"--{kind}", type=int, help=f"the largest number of {kind}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="measurements of each page")
    options = parser.parse_args(arguments)
    try:
        plan = Plan.of(
            options.sizes,
            events=options.events,
            posts=options.posts,
            profiles=options.profiles,
        )
    except ValueError as error:
        parser.error(str(error))
    if options.rounds < 1:
        parser.error("--rounds is at least 1")
    return plan, options.rounds


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of `1000,20000`."""
    return tuple(int(part) for part in text.split(","))


def leave(number: int, _frame: FrameType | None) -> None:
    """SIGTERM ends the run like Ctrl-C does: nothing is left behind."""
    raise SystemExit(128 + number)


def main() -> None:
    """Everything the run writes lies in a scratch folder, or in databases that it drops again."""
    plan, rounds = read()
    signal.signal(signal.SIGTERM, leave)
    with tempfile.TemporaryDirectory(prefix="coffee-benchmark-") as folder:
        # Whatever settings and data the shell names, a demo must not be filled with 100,000 people.
        os.environ["COFFEE_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        django.setup()
        # By name, because it reads models, which exist from here on.
        import_module("benchmarks.run").run(plan, rounds)


if __name__ == "__main__":
    main()
