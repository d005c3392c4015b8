"""The newsletter in the admin: the list, the draft's form, and the addresses of everything around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from newsletter import admin_acts
from newsletter.admin_forms import NewIssueForm, edit_handler
from newsletter.admin_pages import (
    NAME,
    DeskView,
    IssueView,
    PreviewView,
    ProgressView,
    refusal,
    url_of,
)
from newsletter.drafts import start_draft
from newsletter.models import Issue

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class IndexView(generic.IndexView):
    """All issues. A draft leads to its form, any other to its progress."""

    any_permission_required: ClassVar = ["add", "change", "delete", "view"]
    list_display: ClassVar = [
        "__str__",
        Column("status", label=gettext_lazy("Status"), accessor="get_status_display"),
        "started_at",
        "finished_at",
    ]
    default_ordering = "-number"

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("texts")

    def get_edit_url(self, instance: Issue) -> str | None:
        if instance.is_draft:
            url: str | None = super().get_edit_url(instance)
            return url
        return url_of("progress", instance)

    def get_delete_url(self, instance: Issue) -> str | None:
        url: str | None = super().get_delete_url(instance) if instance.is_draft else None
        return url


class AddView(generic.CreateView):
    """Asks for nothing but the number."""

    form_class = NewIssueForm
    panel = None

    def save_instance(self) -> Issue:
        issue = start_draft(self.form.instance)
        log(instance=issue, action="wagtail.create", user=self.request.user)
        return issue

    def get_success_url(self) -> str:
        return url_of("edit", self.object)


class DraftOnly:
    """Holds the row until the answer is ready, so that an issue cannot be sent while it is being saved."""

    permission_required: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission(self.permission_required):  # type: ignore[attr-defined]
            raise PermissionDenied
        with transaction.atomic():
            rows = Issue.objects.select_for_update() if request.method == "POST" else Issue.objects
            issue = get_object_or_404(rows, pk=kwargs["pk"])
            if not issue.is_draft:
                return refusal(request, issue)
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            return answer


class EditView(DraftOnly, generic.EditView):
    """The draft's form."""

    def get_success_url(self) -> str:
        return url_of("edit", self.object)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The two pages beside the form."""
        return [
            HeaderButton(_("Preview"), url=url_of("preview", self.object), icon_name="view", priority=10),
            HeaderButton(_("Check and send"), url=url_of("desk", self.object), icon_name="mail", priority=20),
        ]  # fmt: skip


class DeleteView(DraftOnly, generic.DeleteView):
    """Only what nobody has received can be deleted."""


class IssueViewSet(ModelViewSet):
    """Nine plain views and ours. No snippet: its views save by themselves in the background."""

    model = Issue
    icon = "mail"
    url_prefix = "newsletter"
    menu_label = gettext_lazy("Newsletter")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = IndexView
    add_view_class = AddView
    edit_view_class = EditView
    delete_view_class = DeleteView
    edit_handler = edit_handler

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**{"panel": None, "form_class": NewIssueForm, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        views: dict[str, type[IssueView]] = {
            "desk": DeskView,
            "preview": PreviewView,
            "progress": ProgressView,
            **admin_acts.VIEWS,
        }
        own = [path(f"{name}/<int:pk>/", view.as_view(), name=name) for name, view in views.items()]
        return [*super().get_urlpatterns(), *own]


issues = IssueViewSet(NAME)
