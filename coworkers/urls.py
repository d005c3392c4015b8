"""Addresses of the catalogue and of everyone's own account page."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from coworkers import account_views, views

app_name = "coworkers"

urlpatterns = [
    path(pgettext_lazy("url", "skills/"), views.person_list, name="list"),
    path(pgettext_lazy("url", "skills/suggest/"), views.suggest, name="suggest"),
    path(pgettext_lazy("url", "skills/<slug:slug>-<int:pk>/"), views.skill, name="skill"),
    path(pgettext_lazy("url", "skills/person/<slug:slug>-<int:pk>/"), views.person, name="person"),
    path(pgettext_lazy("url", "account/"), account_views.account, name="account"),
    path(pgettext_lazy("url", "account/space/"), account_views.join, name="join"),
    path(pgettext_lazy("url", "account/profile/"), account_views.profile, name="profile"),
    path(
        pgettext_lazy("url", "account/profile/skills/"), account_views.skills, name="profile-skills"
    ),
    path(
        pgettext_lazy("url", "account/profile/withdraw/"), account_views.withdraw, name="withdraw"
    ),
]
