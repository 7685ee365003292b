"""What people type, as Markdown, made into safe HTML: paragraphs, lists, emphasis, quotations, links."""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

# Named rules only: no HTML, no headings (they would break the page's outline), no pictures, no code by indentation.
PARSER = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "blockquote", "emphasis", "link", "autolink", "newline", "escape", "entity"]
)
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"}


def html_of(text):
    """Safe HTML of a text. nh3 looks through it once more, so a slip of the parser opens nothing."""
    cleaned = nh3.clean(
        PARSER.render(text or ""),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return SafeString(cleaned)
