"""Addresses of the blog; the feed stands beside its list."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from blog import feeds, views

app_name = "blog"

urlpatterns = [
    path(pgettext_lazy("url", "blog/"), views.post_list, name="list"),
    path(pgettext_lazy("url", "blog/feed.xml"), feeds.post_feed, name="feed"),
    path(pgettext_lazy("url", "blog/<slug:slug>-<int:pk>/"), views.post, name="detail"),
]
