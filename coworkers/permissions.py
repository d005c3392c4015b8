"""Who may change skills and profiles in the admin: network administrators alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.permission_policies import ModelPermissionPolicy

if TYPE_CHECKING:
    from coffee.users.models import User


class AdministratorPolicy(ModelPermissionPolicy):
    """Network administrators only, whatever rights a group may have been given by hand."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return super().users_with_any_permission(actions).filter(is_superuser=True)


class ModerationPolicy(AdministratorPolicy):
    """Profiles are written by their owners: here they are only hidden and shown again."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in {"view", "change"} and super().user_has_permission(user, action)
