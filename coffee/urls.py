"""All addresses of the site; the only place that knows every app."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.utils.translation import pgettext_lazy
from django.views.generic import RedirectView
from django.views.static import serve

from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from coffee.core.views import styleguide
from coffee.home.views import live, ready, robots, sitemap, sitemap_index

handler400 = "coffee.core.errors.bad_request"
handler403 = "coffee.core.errors.forbidden"
handler404 = "coffee.core.errors.not_found"

# Outside the language prefix: a redirect by language would break what machines and mails call.
urlpatterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("newsletter.token_urls")),
    path("", include("events.feed_urls")),
    path("healthz/live", live, name="healthz-live"),
    path("healthz/ready", ready, name="healthz-ready"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap"),
    path("i18n/", include("django.conf.urls.i18n")),
]
if settings.SERVE_MEDIA and settings.MEDIA_ROOT:
    urlpatterns.append(
        re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT})
    )

urlpatterns += i18n_patterns(
    path("", include("events.urls")),
    path("", include("spaces.urls")),
    path("", include("coworkers.urls")),
    path("", include("blog.urls")),
    path("", include("newsletter.urls")),
    path("", include("coffee.home.urls")),
    path(pgettext_lazy("url", "account/"), include("allauth.urls")),
    *([path("styleguide/", styleguide, name="styleguide")] if settings.DEBUG else []),
    path("", include(wagtail_urls)),
)
