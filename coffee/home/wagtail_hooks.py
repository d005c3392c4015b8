"""The project's tables in the admin."""

from __future__ import annotations

from wagtail import hooks

from coffee.home.viewsets import ProjectGroup


@hooks.register("register_admin_viewset")
def register_project_tables() -> ProjectGroup:
    """Budgets, leads, dates, timeline, aims."""
    return ProjectGroup()
