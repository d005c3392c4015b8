"""Pages of the newsletter inside the language prefix."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from newsletter import views

app_name = "newsletter"

urlpatterns = [
    path(pgettext_lazy("url", "newsletter/"), views.archive, name="archive"),
    path(pgettext_lazy("url", "newsletter/thanks/"), views.thanks, name="thanks"),
    path(pgettext_lazy("url", "newsletter/<int:number>-<slug:slug>/"), views.issue, name="issue"),
]
