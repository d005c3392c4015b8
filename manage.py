#!/usr/bin/env python
"""Runs the site's commands; uses the settings of a desk unless DJANGO_SETTINGS_MODULE is set."""

import os
import sys

ADVICE = "Django is not installed here: run make demo, or .venv/bin/python manage.py."


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffee.settings.dev")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError:
        raise SystemExit(ADVICE) from None
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
