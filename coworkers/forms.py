"""What a person fills in about themselves: the profile, its skills, the wish to belong to a space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from coffee.core.language import current_language, language_codes
from coffee.core.text import clean
from coworkers import consents, languages, privacy, search
from coworkers.models import MAX_LINKS, Consent, Profile, ProfileText, validate_links
from spaces.models import Membership, SpacePage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

    from coffee.users.models import User

CONSENT: Final = "consent_"


@dataclass(frozen=True)
class TextGroup:
    """The texts in one language."""

    code: str
    name: str
    fields: list[BoundField]
    is_own: bool

    @property
    def has_errors(self) -> bool:
        """True when one of them was refused: its group must then be open."""
        return any(field.errors for field in self.fields)


class PlainTextField(forms.CharField):
    """Text without control characters; more than one line when the widget has room for it."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        return "\n".join(clean(line).rstrip() for line in text.splitlines()).strip()


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """The own profile. One group of texts for every interface language, the person's own first."""

    name = PlainTextField(label=gettext_lazy("Name"), max_length=120)
    speaks = forms.MultipleChoiceField(
        label=gettext_lazy("Works in"),
        choices=languages.spoken_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Profile
        fields = (
            "name",
            "space",
            "language",
            "speaks",
            "availability",
            "can_come_to",
            "visibility",
        )
        widgets = {
            "availability": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "can_come_to": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        instance = kwargs.get("instance") or Profile(
            user=user, name=user.get_full_name(), language=current_language(), version=0
        )
        kwargs["instance"] = instance
        super().__init__(*args, **kwargs)
        self.user = user
        self.given = Consent.objects.filter(profile=instance).state() if instance.pk else {}
        self._set_up_spaces()
        self._add_texts()
        self._add_links()
        self._add_consents()
        self.fields["language"].help_text = _("The language you write in first.")
        self.initial["version"] = instance.version

    def _set_up_spaces(self) -> None:
        mine = Membership.objects.active().filter(user=self.user, space__isnull=False)
        spaces: Any = self.fields["space"]
        spaces.queryset = SpacePage.objects.filter(pk__in=mine.values("space")).order_by("title")
        spaces.empty_label = None
        visits: Any = self.fields["can_come_to"]
        visits.queryset = SpacePage.objects.in_network().order_by("title")
        visits.required = False

    def _add_texts(self) -> None:
        rows = {row.language: row for row in self.instance.texts.all()} if self.instance.pk else {}
        limits = {
            field.name: field
            for field in ProfileText._meta.get_fields()
            if field.name in ProfileText.FIELDS
        }
        for code in self.codes():
            for name in ProfileText.FIELDS:
                column: Any = limits[name]
                rows_attribute = {"lang": code, "rows": "6"} if name == "bio" else {"lang": code}
                self.fields[f"{name}_{code}"] = PlainTextField(
                    label=str(column.verbose_name).capitalize(),
                    max_length=column.max_length,
                    required=False,
                    initial=getattr(rows.get(code), name, ""),
                    widget=(forms.Textarea if name == "bio" else forms.TextInput)(rows_attribute),
                )

    def _add_links(self) -> None:
        for position in range(MAX_LINKS):
            self.fields[f"link_{position + 1}"] = forms.URLField(
                label=_("Link %(n)s") % {"n": position + 1},
                required=False,
                max_length=200,
                assume_scheme="https",
                initial=next(iter(self.instance.links[position : position + 1]), ""),
            )

    def _add_consents(self) -> None:
        for purpose in privacy.ASKED:
            if not self.given.get(purpose):
                self.fields[CONSENT + purpose] = forms.BooleanField(
                    label=consents.wording(purpose).text, required=False
                )

    def codes(self) -> list[str]:
        """The interface languages, the person's own first."""
        return sorted(language_codes(), key=lambda code: code != self.instance.language)

    def text_groups(self) -> Iterator[TextGroup]:
        """For the template: the fields of each language."""
        for code in self.codes():
            fields = [self[f"{name}_{code}"] for name in ProfileText.FIELDS]
            name = get_language_info(code)["name_local"]
            yield TextGroup(code, name, fields, code == self.instance.language)

    def languages_shown(self) -> list[Any]:
        """For the template: the boxes of the languages that are common here, or ticked."""
        return [box for box in self["speaks"] if self._is_shown(box)]

    def languages_folded(self) -> list[Any]:
        """For the template: the other boxes."""
        return [box for box in self["speaks"] if not self._is_shown(box)]

    def _is_shown(self, box: Any) -> bool:
        return bool(box.data["value"] in languages.COMMON or box.data["selected"])

    def link_fields(self) -> list[BoundField]:
        """For the template."""
        return [self[f"link_{position + 1}"] for position in range(MAX_LINKS)]

    def consent_fields(self) -> list[BoundField]:
        """For the template: what can still be agreed to."""
        return [self[name] for name in self.fields if name.startswith(CONSENT)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        links = [link for n in range(MAX_LINKS) if (link := cleaned.get(f"link_{n + 1}"))]
        for position, link in enumerate(links, 1):
            try:
                validate_links([link])
            except forms.ValidationError as error:
                self.add_error(f"link_{position}", error)
        self.links = links
        publishes = CONSENT + consents.PUBLISH
        if (
            cleaned.get("visibility") not in (None, Profile.DRAFT)
            and publishes in self.fields
            and not cleaned.get(publishes)
        ):
            self.add_error(
                publishes, _("Tick this box, or keep the profile as a draft that only you can see.")
            )
        if not any(cleaned.get(f"headline_{code}") for code in self.codes()):
            self.add_error(
                f"headline_{self.codes()[0]}", _("Write a headline in at least one language.")
            )
        if self.instance.pk and cleaned.get("version") != self._stored_version():
            self.add_error(
                None,
                _(
                    "This profile was saved elsewhere in the meantime. Below is what you have just written; "
                    "saving again replaces the other text."
                ),
            )
            posted: Any = self.data
            self.data = posted.copy()
            self.data[self.add_prefix("version")] = str(self._stored_version())  # type: ignore[index]
        return cleaned

    def _stored_version(self) -> int:
        return Profile.objects.values_list("version", flat=True).get(pk=self.instance.pk)

    def save(self, commit: bool = True) -> Profile:
        """Everything in one transaction: rows, consents, visibility, index. Saving is also confirming."""
        with transaction.atomic():
            profile: Profile = super().save(commit=False)
            profile.links = self.links
            profile.confirmed_at = timezone.now()
            profile.save()
            self.save_m2m()
            Profile.objects.filter(pk=profile.pk).update(version=F("version") + 1)
            for code in self.codes():
                texts = {name: self.cleaned_data[f"{name}_{code}"] for name in ProfileText.FIELDS}
                if any(texts.values()):
                    profile.texts.update_or_create(language=code, defaults=texts)
                else:
                    profile.texts.filter(language=code).delete()
            for purpose in privacy.ASKED:
                if self.cleaned_data.get(CONSENT + purpose):
                    privacy.give(profile, purpose, current_language(), actor=self.user)
            privacy.apply(profile)
            search.index_profile(profile)
        return profile


class JoinForm(forms.Form):
    """Asks a space to be counted among its members; its manager says yes or no."""

    space = forms.ModelChoiceField(
        label=gettext_lazy("Space"), queryset=SpacePage.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        taken = Membership.objects.filter(
            user=user,
            role=Membership.COWORKER,
            status__in=[Membership.REQUESTED, Membership.ACTIVE],
        )
        spaces: Any = self.fields["space"]
        spaces.queryset = (
            SpacePage.objects.in_network()
            .exclude(pk__in=taken.filter(space__isnull=False).values("space"))
            .order_by("title")
        )

    def save(self) -> Membership:
        """The request; a second one for the same space is the same one."""
        membership, _created = Membership.objects.get_or_create(
            user=self.user,
            space=self.cleaned_data["space"],
            role=Membership.COWORKER,
            status=Membership.REQUESTED,
        )
        return membership
