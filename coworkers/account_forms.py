"""Forms of allauth whose words it leaves in English."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from allauth.mfa.webauthn import forms


class AddKeyForm(forms.AddWebAuthnForm):
    """A new security key, with a label that is translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class RenameKeyForm(forms.EditWebAuthnForm):
    """Another name for a key, with a label that is translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
