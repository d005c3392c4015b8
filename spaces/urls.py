"""Addresses of the spaces: all of them, side by side, one."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from spaces import views

app_name = "spaces"

urlpatterns = [
    path(pgettext_lazy("url", "spaces/"), views.directory, name="list"),
    # Before the detail page: `SpacePageForm` refuses a slug that would meet this address.
    path(pgettext_lazy("url", "spaces/compare/"), views.compare, name="compare"),
    path(pgettext_lazy("url", "spaces/compare.csv"), views.compare_csv, name="compare-csv"),
    path(pgettext_lazy("url", "spaces/<slug:slug>/"), views.detail, name="detail"),
]
