"""Rich text that comes from, and goes to, other places than the editor.

From Markdown it goes the same way as from the editor's own form: only what the toolbar can make survives.
"""

from django.utils.html import strip_tags
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from cms.blocks import TEXT_FEATURES
from community.lib import markdown


def rich_text(text: str) -> str:
    """Paragraphs, lists, small headings, bold, italic and links; of all else the words. Empty for nothing to see."""
    converter = ContentstateConverter(features=TEXT_FEATURES)
    html = str(markdown.render(text)).replace("<br>", "<br/>").replace("<hr>", "")  # as the converter expects them
    stored: str = converter.to_database_format(converter.from_database_format(html))
    return stored if strip_tags(stored).strip() else ""


def as_html(stored: str) -> str:
    """As the page shows it, with the addresses that its links have now."""
    return str(expand_db_html(stored))
