"""Public forms of the newsletter: sign-up and preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coffee.core.language import content_languages
from newsletter.models import NAME_LENGTH, Subscriber
from newsletter.texts import validate_one_line
from newsletter.tokens import is_too_quick
from spaces.models import SpacePage

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SubscribeForm(forms.Form):
    """An address and a language. `website` is a trap, `t` says when the form was rendered."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter a full address, such as name@example.org."),
            "invalid": _("Enter a full address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=content_languages)
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    t = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_robot(self) -> bool:
        """Something filled in the field that people do not see."""
        return bool(self.cleaned_data.get("website"))

    @property
    def is_too_quick(self) -> bool:
        """It came back faster than anyone types, or was not made from a page of ours."""
        return is_too_quick(self.cleaned_data.get("t", ""))


class PreferencesForm(forms.Form):
    """What a reader may choose."""

    name = forms.CharField(
        label=_("Your name"), max_length=NAME_LENGTH, required=False, validators=[validate_one_line]
    )
    language = forms.ChoiceField(label=_("Language of the newsletter"), choices=content_languages)
    frequency = forms.ChoiceField(label=_("How often"), choices=Subscriber.FREQUENCIES)
    spaces = forms.ModelMultipleChoiceField(
        label=_("My spaces"),
        queryset=SpacePage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their news comes first. None ticked: all of them."),
    )
    only_my_spaces = forms.BooleanField(label=_("Only my spaces"), required=False)
    resume = forms.BooleanField(label=_("End my pause"), required=False)

    def __init__(self, *args: Any, is_paused: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_paused:
            del self.fields["resume"]
        spaces: QuerySet[SpacePage] = SpacePage.objects.in_network().order_by("title", "pk")
        self.fields["spaces"].queryset = spaces  # type: ignore[attr-defined]

    @classmethod
    def of(cls, subscriber: Subscriber) -> PreferencesForm:
        """The form as the reader last left it."""
        fields = ("name", "language", "frequency", "only_my_spaces")
        initial = {field: getattr(subscriber, field) for field in fields}
        return cls(
            initial={**initial, "spaces": subscriber.spaces.all()}, is_paused=subscriber.is_paused
        )
