"""Adds the response headers that neither Django nor django-csp sets by itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Next = Callable[[HttpRequest], HttpResponseBase]


class SecurityHeaders:
    """Permissions-Policy and Cross-Origin-Resource-Policy, unless a view has set its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class AdminContentSecurityPolicy:
    """Relaxes the policy under the page editor's address; stands after CSPMiddleware.

    A view that has already asked for a policy of its own keeps it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(settings.ADMIN_PATH) and not hasattr(
            response, "_csp_replace"
        ):
            # The attribute is how django-csp's own decorators hand a policy to its middleware.
            setattr(response, "_csp_replace", settings.ADMIN_CONTENT_SECURITY_POLICY)  # noqa: B010
        return response
