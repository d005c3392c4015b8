"""House rules as system checks: what would only be seen when it is too late."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register
def languages_are_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The default language must be one of the interface languages."""
    if settings.LANGUAGE_CODE not in dict(settings.LANGUAGES):
        return [
            Error(
                "LANGUAGE_CODE is not one of LANGUAGES.",
                hint=f"Set it to one of {', '.join(dict(settings.LANGUAGES))}.",
                id="coffee.E001",
            )
        ]
    return []
