"""Registers the newsletter with the admin."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from newsletter.admin_acts import LOG_ACTIONS
from newsletter.admin_views import issues
from newsletter.choosers import page_chooser, profile_chooser


@hooks.register("register_admin_viewset")
def admin_viewsets() -> list[Any]:
    """The issues and the two choosers of their form."""
    return [issues, page_chooser, profile_chooser]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """The words for our acts in the log."""
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)
