"""Template tags and filters of the site: text, language_badge, icon, typo, field, json_ld, query."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms, template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from wagtail.models import Site

from coffee.core.icons import icon_svg
from coffee.core.language import (
    RichText,
    Text,
    absolute,
    current_language,
    labelled,
    language_codes,
)
from coffee.core.models import VisibilitySettings
from coffee.core.typography import typographic, typographic_html
from coffee.core.visibility import DEFAULT_PRESET, PRESETS, Preset

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.forms import BoundField
    from django.http import QueryDict
    from django.utils.functional import Promise

register = template.Library()


@register.filter
def typo(text: object, language: str = "") -> str:
    """Apostrophes and, in French, the no-break spaces of a text."""
    return typographic(str(text), language or getattr(text, "language", ""))


@register.filter
def typo_html(html: object, language: str = "") -> SafeString:
    """`typo` for rich text: the text between the tags, never the tags."""
    return mark_safe(typographic_html(str(html), language))  # noqa: S308 - the HTML was safe before


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative Lucide icon; the words beside it carry the meaning."""
    return icon_svg(name)


@register.simple_tag
def text(content: Any, field: str = "") -> Text | RichText:
    """One field of a translated object (or of labels by language) as a Text, with the spaces of its language."""
    if isinstance(content, dict):
        found: Any = labelled(content)
    elif content is None:
        return Text("")
    else:
        found = content.text(field)
    if isinstance(found, RichText):
        return found
    return Text(typographic(found, found.language), found.language)


@register.inclusion_tag("components/language_badge.html")
def language_badge(text: Any) -> dict[str, str]:
    """The code and name of the text's language, when it is not the reader's; else nothing."""
    if not getattr(text, "foreign", False):
        return {}
    name = language_name(text.language)
    return {"code": text.language.upper(), "label": _("Language: %(name)s") % {"name": name}}


@register.inclusion_tag("emails/badge.html")
def mail_badge(text: Any) -> dict[str, str]:
    """The same badge for mails, with inline style."""
    return language_badge(text)


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's language, in lower case: "néerlandais"."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code.upper()


@register.filter
def lang_attribute(text: Any) -> SafeString:
    """` lang="…"` when the text is not in the reader's language, else nothing."""
    if not getattr(text, "foreign", False):
        return mark_safe("")
    return mark_safe(f' lang="{text.language}"')  # noqa: S308 - a code of the settings


@register.simple_tag
def json_ld(data: Any) -> str | SafeString:
    """Structured data; `<`, `>` and `&` are escaped so that no text can close the script element."""
    if not data:
        return ""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    body = body.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{body}</script>')  # noqa: S308 - escaped above


@register.simple_tag
def query(params: QueryDict, **changes: Any) -> str:
    """`?…` with some parameters replaced; None or an empty value removes one. Empty when nothing is left."""
    changed = params.copy()
    for key, value in changes.items():
        changed.pop(key, None)
        if value not in (None, ""):
            changed[key] = str(value)
    encoded = changed.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.filter(name="absolute")
def absolute_url(path: str) -> str:
    """A path of this site with its scheme and host, for mails."""
    return absolute(path)


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The numbers that a pager shows: the ends and the neighbours; None where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


# --- funding and languages


@register.simple_tag
def interface_languages() -> list[str]:
    """The codes of all interface languages, the reader's first."""
    current = current_language()
    return sorted(language_codes(), key=lambda code: code != current)


@register.simple_tag
def in_other_languages(words: str | Promise) -> list[Text]:
    """A lazy translation in each interface language but the reader's; equal words are named once."""
    found: dict[str, Text] = {}
    for code in interface_languages()[1:]:
        with translation.override(code):
            found.setdefault(str(words), Text(str(words), code))
    return list(found.values())


@register.simple_tag(takes_context=True)
def text_language(context: template.Context) -> str:
    """The language that `components/body.html` has set for the blocks of a text; empty elsewhere."""
    return str(context.get("language") or "")


@register.simple_tag(takes_context=True)
def funding_rules(context: template.Context) -> Preset:
    """The funding rules: of the request where there is one, else (in mails) of the default site."""
    if context.get("funding"):
        preset: Preset = context["funding"]
        return preset
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return DEFAULT_PRESET
    return PRESETS.get(VisibilitySettings.for_site(site).preset, DEFAULT_PRESET)


@register.simple_tag
def funding_of_error_pages() -> Preset:
    """The rules of the project's period; an error page must not ask the database for another choice."""
    return DEFAULT_PRESET


# --- forms

# A field that people never see; a robot that fills it in gives itself away.
TRAP_TABINDEX = "-1"


@register.filter
def field_kind(bound: BoundField) -> str:
    """How `components/field.html` lays a field out: hidden, trap, choices, checkbox or plain."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if str(widget.attrs.get("tabindex")) == TRAP_TABINDEX:
        return "trap"
    if isinstance(widget, forms.RadioSelect):  # also a group of checkboxes
        return "choices"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "plain"


@register.simple_tag
def widget(bound: BoundField) -> SafeString:
    """The control of a field with the site's class, without inline style and without a placeholder.

    A placeholder disappears while one types and repeats the label; false attributes are not printed.
    """
    attrs: dict[str, Any] = {"placeholder": False, "style": False}
    if field_kind(bound) == "plain":
        own = bound.field.widget.attrs.get("class", "")
        attrs["class"] = f"{own} input".strip()
    return bound.as_widget(attrs=attrs)


@register.filter
def fields_with_errors(form: forms.BaseForm) -> list[BoundField]:
    """The visible fields that came back with an error, in the order of the form."""
    return [bound for bound in form.visible_fields() if bound.errors]
