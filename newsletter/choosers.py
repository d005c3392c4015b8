"""Choosers of the newsletter: only what everyone may see. Wagtail's own page chooser shows titles of drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page

from blog.models import PostPage
from coworkers.models import Profile
from events.models import EventPage, Occurrence

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

QUERY_LENGTH = 200


def public_pages() -> QuerySet[Any]:
    """Events that still take place and posts that are out, the newest page first."""
    coming = Occurrence.objects.listed().upcoming().order_by().values("event")
    events = EventPage.objects.public().filter(pk__in=coming).order_by().values("pk")
    posts = PostPage.objects.published().order_by().values("pk")
    pages: QuerySet[Any] = Page.objects.filter(Q(pk__in=events) | Q(pk__in=posts))
    return pages.select_related("content_type").order_by("-first_published_at", "-pk")


def public_people() -> QuerySet[Any]:
    """People whom everyone may see and who agreed to be mentioned in the newsletter."""
    people: QuerySet[Any] = Profile.objects.visible_to(None).filter(mention_ok=True)
    return people.order_by("name", "pk")


class FilterForm(BaseFilterForm):
    """Finds by a part of the title or name; no search index is asked, which knows drafts too."""

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects: Any) -> Any:
        words = self.cleaned_data.get("q", "")[:QUERY_LENGTH]
        if words:
            field = "name" if objects.model is Profile else "title"
            objects = objects.filter(**{f"{field}__icontains": words})
            self.is_searching, self.search_query = True, words
        return objects


class SendersOnly:
    """Wagtail's chooser views ask for no permission beyond the way into the admin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("newsletter.change_issue"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def offered(self) -> QuerySet[Any]:
        """What may be chosen."""
        return public_people() if self.model_class is Profile else public_pages()  # type: ignore[attr-defined]


class ChooseView(SendersOnly, chooser.ChooseView):
    """The list in the modal window."""

    filter_form_class = FilterForm

    def get_object_list(self) -> QuerySet[Any]:
        return self.offered()


class ChooseResultsView(SendersOnly, chooser.ChooseResultsView):
    """The list alone, while someone types."""

    filter_form_class = FilterForm

    def get_object_list(self) -> QuerySet[Any]:
        return self.offered()


class ChosenView(SendersOnly, chooser.ChosenView):
    """What was chosen; what is not offered does not exist."""

    def get_object(self, pk: str) -> Any:
        if not pk.isascii() or not pk.isdigit():
            raise ObjectDoesNotExist
        return self.offered().get(pk=pk)


class ChosenMultipleView(SendersOnly, chooser.ChosenMultipleView):
    """Several at once."""

    def get_objects(self, pks: list[str]) -> Any:
        return self.offered().filter(pk__in=[pk for pk in pks if pk.isascii() and pk.isdigit()])


class PublicChooserViewSet(ChooserViewSet):
    """A chooser without a way to make something new."""

    register_widget = False
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


page_chooser = PublicChooserViewSet(
    "newsletter_page_chooser",
    model=Page,
    icon="doc-empty-inverse",
    choose_one_text=_("Choose an event or an article"),
    choose_another_text=_("Choose another"),
)
profile_chooser = PublicChooserViewSet(
    "newsletter_profile_chooser",
    model=Profile,
    icon="user",
    choose_one_text=_("Choose a person"),
    choose_another_text=_("Choose another"),
)
