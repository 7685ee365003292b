"""What people type, as Markdown, made into safe HTML: paragraphs, lists, emphasis, quotations, links."""

import re
from html import unescape

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

# Named rules only: no HTML, no headings (they would break the page's outline), no pictures, no code by indentation.
PARSER = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "blockquote", "emphasis", "link", "autolink", "newline", "escape", "entity"]
)
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"}


# Control characters, which no font can draw and no XML may hold
NEVER_PRINTED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


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


TWO_LINES = 190  # characters
SENTENCE_ENDS = re.compile(r"[.!?](?=\s)")


def lead_of(text):
    """The beginning of a text, in about two lines and plain words; nothing when the text is no longer than that."""
    words = " ".join(unescape(re.sub("<[^>]*>", " ", html_of(text))).split())
    if len(words) <= TWO_LINES:
        return ""
    sentences = [end.end() for end in SENTENCE_ENDS.finditer(words, 0, TWO_LINES)]
    if sentences and sentences[-1] > TWO_LINES / 3:
        return words[: sentences[-1]]
    return words[:TWO_LINES].rpartition(" ")[0] + " …"


def printable(html):
    """A page as it can be put on paper: without what no document may hold."""
    return NEVER_PRINTED.sub("", html)
