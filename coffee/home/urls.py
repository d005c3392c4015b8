"""Addresses of the project and of the standard pages."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from coffee.home import project_views as views

app_name = "home"

urlpatterns = [
    path(pgettext_lazy("url", "project/"), views.project, name="project"),
    path(pgettext_lazy("url", "project/budget/"), views.budget, name="budget"),
    path(pgettext_lazy("url", "project/budget.csv"), views.budget_csv, name="budget-csv"),
    path(pgettext_lazy("url", "project/partners/"), views.partners, name="partners"),
    path(pgettext_lazy("url", "info/<slug:slug>-<int:pk>/"), views.standard, name="standard"),
]
