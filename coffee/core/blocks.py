"""The blocks of running text: what an editor may put into a post, an event or a standard page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class QuoteBlock(blocks.StructBlock):
    """A quotation with its source."""

    text = blocks.TextBlock(label=_("Quotation"))
    cite = blocks.CharBlock(label=_("Said by"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """Running text. Headings start at level two: the page has the only level one."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=160, template="blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"), features=RICH_TEXT_FEATURES, template="blocks/paragraph.html"
    )
    quote = QuoteBlock()
    image = ImageBlock(label=_("Picture"), template="blocks/image.html")

    def get_searchable_text(self, value: Any) -> str:
        """The plain text of all blocks, for the search index and previews."""
        return " ".join(str(part) for part in self.get_searchable_content(value))
