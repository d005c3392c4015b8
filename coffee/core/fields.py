"""Fields that several apps share: body text, language lists, typed JSON."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.fields import StreamField

from coffee.core.blocks import BodyBlock
from coffee.core.language import content_languages


class BodyField(StreamField):
    """Running text in blocks. Its migrations never hold the block list, so a new block needs no migration."""

    def __init__(self, block_types: Any = None, **options: Any) -> None:
        options.setdefault("blank", True)
        options.pop("block_lookup", None)
        super().__init__(block_types or BodyBlock(), **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class CodeListField(models.JSONField):
    """A short JSON list of codes, for example of languages, without duplicates, in the order given."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise ValidationError(_("Choose from the list."))


class LabelsInput(forms.MultiWidget):
    """One text input per interface language."""

    template_name = "admin/labels_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.codes = [code for code, _name in content_languages()]
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.TextInput(attrs={"lang": code}) for code in self.codes
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        labels = json.loads(value) if isinstance(value, str) and value else value or {}
        return [labels.get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = dict(content_languages())
        for code, part in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            part["language"] = names[code]
        return context


class LabelsFormField(forms.MultiValueField):
    """A small text in every interface language; one language is enough, the others fall back to it."""

    widget = LabelsInput

    def __init__(self, *, max_length: int = 200, **options: Any) -> None:
        options.pop("encoder", None)
        options.pop("decoder", None)
        fields = [
            forms.CharField(required=False, max_length=max_length) for _code in content_languages()
        ]
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        codes = [code for code, _name in content_languages()]
        return {code: text for code, text in zip(codes, data_list or [], strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(LabelsInput().decompress(initial), data))


class LabelsField(models.JSONField):
    """A small text that editors keep in every language, as `{code: text}`.

    Read with `coffee.core.language.labelled()`.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", dict)
        super().__init__(*args, **options)

    def formfield(self, **options: Any) -> Any:
        options.pop("max_length", None)
        return models.Field.formfield(self, **{"form_class": LabelsFormField, **options})

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        known = {code for code, _name in content_languages()}
        if not isinstance(value, dict) or not all(
            isinstance(text, str) and code in known for code, text in value.items()
        ):
            raise ValidationError(_("Write the text in at least one language."))
