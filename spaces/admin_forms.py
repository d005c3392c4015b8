"""Forms of the administrators: a person by address instead of a list of thousands, amounts with comma or point."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm

from spaces.models import Membership


class MembershipForm(WagtailAdminModelForm):
    """A membership; approving it notes the moment."""

    user = forms.ModelChoiceField(
        label=_("person"),
        queryset=get_user_model().objects.none(),
        to_field_name="email",
        widget=forms.EmailInput,
        help_text=_("The e-mail address of the account."),
        error_messages={"invalid_choice": _("There is no account with this address.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = get_user_model().objects.all()
        if self.instance.user_id:
            # The field speaks in addresses, Django's initial value in ids.
            self.initial["user"] = self.instance.user

    def save(self, commit: bool = True) -> Membership:
        membership: Membership = super().save(commit=False)
        if membership.status == Membership.ACTIVE and membership.confirmed_at is None:
            membership.confirmed_at = timezone.now()
        if commit:
            membership.save()
            self.save_m2m()
        return membership


class TariffForm(WagtailAdminModelForm):
    """A price: "105,00" and "105.00" are the same amount in every language."""

    amount = forms.DecimalField(
        label=_("amount in euros"), max_digits=8, decimal_places=2, localize=True
    )
