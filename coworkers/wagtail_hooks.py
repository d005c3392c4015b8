"""The vocabulary and the moderation of profiles in the admin, for network administrators."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from coworkers import privacy
from coworkers.models import Profile, Skill


class SkillViewSet(ModelViewSet):
    """Concepts with their names in every language."""

    model = Skill
    icon = "tag"
    menu_label = _("Skills")
    list_display: ClassVar = ["name", Column("category", label=_("category"), accessor="get_category_display"), Column("status", label=_("status"), accessor="get_status_display")]  # fmt: skip
    list_filter: ClassVar = ["category", "status"]
    search_fields: ClassVar = ["name", "labels__folded"]
    ordering: ClassVar = ["name"]
    inspect_view_enabled = False
    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("slug", read_only=True),
        FieldPanel("category"),
        FieldPanel("status"),
        FieldPanel("taxonomy_uri"),
        InlinePanel(
            "labels",
            heading=_("Names"),
            panels=[FieldPanel("language"), FieldPanel("kind"), FieldPanel("text")],
        ),
    ]


class ModerationForm(WagtailAdminModelForm):
    """Hides a profile from everyone but its owner, reversibly."""

    is_hidden = forms.BooleanField(
        label=_("Hide this profile"),
        required=False,
        help_text=_("Its owner still sees it, with a note to ask the space."),
    )

    class Meta:
        model = Profile
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_hidden"] = self.instance.moderated_at is not None

    def save(self, commit: bool = True) -> Profile:
        profile: Profile = self.instance
        hide = self.cleaned_data["is_hidden"]
        with transaction.atomic():
            profile.moderated_at = (profile.moderated_at or timezone.now()) if hide else None
            profile.save(update_fields=["moderated_at"])
            privacy.apply(profile)
        return profile


class ProfileViewSet(ModelViewSet):
    """All profiles with their state; no text is shown here."""

    model = Profile
    icon = "user"
    menu_label = _("Profiles")
    list_display: ClassVar = ["name", "space", Column("visibility", label=_("who sees it"), accessor="get_visibility_display"), "confirmed_at", "moderated_at"]  # fmt: skip
    list_filter: ClassVar = ["space", "visibility"]
    search_fields: ClassVar = ["name"]
    ordering: ClassVar = ["name"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[ModerationForm]:
        return ModerationForm


class CoworkersGroup(ModelViewSetGroup):
    """One entry of the menu."""

    menu_label = _("Coworkers")
    menu_icon = "group"
    items = (SkillViewSet("skills"), ProfileViewSet("profiles"))


@hooks.register("register_admin_viewset")
def register_coworkers() -> CoworkersGroup:
    """Wagtail asks for this once."""
    return CoworkersGroup()
