"""Addresses outside the language prefix: a redirect to one would break unsubscribing in one click."""

from django.urls import path

from newsletter import token_views

urlpatterns = [
    path("newsletter/subscribe/", token_views.subscribe, name="newsletter_subscribe"),
    path("n/c/<str:token>/", token_views.confirm, name="newsletter_confirm"),
    path("n/u/<str:token>/", token_views.unsubscribe, name="newsletter_unsubscribe"),
    path("n/p/<str:token>/", token_views.preferences, name="newsletter_preferences"),
]
