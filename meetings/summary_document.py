"""A published open summary as a document, the same for everybody who takes it: the very words to which two agreed."""

from django.template.loader import render_to_string

from documents import makers
from meetings.models import OpenSummary
from meetings.paper_access import access_published_summary
from meetings.words_on_paper import first_of, in_fours

KIND = "open_summary"


def register():
    makers.register(KIND, access=access_published_summary, content=content_of, make=pages_of)


def content_of(summary):
    return OpenSummary.objects.values_list("content", flat=True).get(pk=summary.pk)


def pages_of(content, sha256):
    from lib import pdf  # WeasyPrint takes a second to load, which only the worker should pay

    return pdf.bytes_of(pdf.drawn(html(content, sha256)))


def html(content, sha256):
    sections = numbered(content["sections"])
    return render_to_string("pdf/open_summary.html", {**content, **in_fours(sha256), "sections": sections})


def numbered(sections):
    """Each paragraph with its number in the summary, and its words as they are drawn."""
    drawn, number = [], 0
    for section in sections:
        paragraphs = []
        for paragraph in section["paragraphs"]:
            number += 1
            paragraphs.append({"number": number, **first_of(paragraph["text"])})
        drawn.append({"title": section["title"], "paragraphs": paragraphs})
    return drawn
