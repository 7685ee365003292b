"""The terms of reference as a document: what it says, and its pages.

What it says is gathered first and hashed by the store; the pages are drawn from that alone. So the hash on each page
vouches for every word of it, and the same terms are the same file. The document is OFFICIAL: of the standing agenda it
shows what everyone in the group may read, and otherwise only that an item is withheld; of the annexes, their letters.
"""

from base64 import b64encode
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils import timezone

from documents import makers
from groups.access import access_terms
from groups.live_parts import live_parts
from groups.models import PAPG, Marking, TermsAnnex, TermsSectionText, TermsVersion, Undertaking
from groups.models.annex import letter_of
from groups.roles import Permission
from lib.markdown import html_of

KIND, KIND_IN_WORD = "terms", "terms_in_word"
MOST_PAGES_WITHOUT_CONTENTS = 6


def register():
    makers.register(KIND, access=access_to_export, content=content_of, make=pages_of)
    makers.register(
        KIND_IN_WORD, access=access_to_export, content=content_of, make=word_of, media_type=makers.WORD_DOCUMENT
    )


def access_to_export(user, public_id):
    return access_terms(user, public_id, Permission.EXPORT_TERMS)


# What it says ---------------------------------------------------------------------------------------------------------


def content_of(terms):
    """All that these terms say; of what was put to the members, what it said then."""
    return terms.frozen or drawn_today(terms)


def drawn_today(terms):
    group, facts = terms.group, facts_of(terms)
    return {
        "terms": terms.public_id,
        "number": terms.number,
        "changed_on": timezone.localdate(facts["changed_at"] or terms.made_at).isoformat(),
        "marking": Marking.OFFICIAL.label,
        "group": group.name,
        "authority": group.lead_authority.name,
        "participating": facts["participating"],
        "sections": list(terms.sections.order_by("position").values("key", "title", "text")),
        **live_parts(terms),
        "annexes": [letter_of(number) for number in facts["annexes"]],
        "undertaking": facts["undertaking"] or "",
    }


def facts_of(terms):
    """What stands elsewhere, in one query. `changed_at`: when a word of these terms was last changed."""
    texts = TermsSectionText.objects.filter(thing__version=OuterRef("pk")).order_by("-at")
    undertakings = Undertaking.objects.filter(group=OuterRef("group")).order_by("-number")
    annexes = TermsAnnex.objects.filter(group=OuterRef("group")).in_force().order_by("number")
    authorities = PAPG.participating.through.objects.filter(papg=OuterRef("group")).order_by("authority__name")
    return TermsVersion.objects.values(
        changed_at=Subquery(texts.values("at")[:1]),
        undertaking=Subquery(undertakings.values("text")[:1]),
        annexes=ArraySubquery(annexes.values("number")),
        participating=ArraySubquery(authorities.values("authority__name")),
    ).get(pk=terms.pk)


# Its pages ------------------------------------------------------------------------------------------------------------


def pages_of(content, sha256):
    """A long document gets a page of contents; whether it is long is seen when it is drawn."""
    from lib import pdf  # WeasyPrint takes a second to load, which only the worker should pay

    pages = pdf.drawn(html(content, sha256, with_contents=True))
    if len(pages.pages) <= MOST_PAGES_WITHOUT_CONTENTS + 1:
        pages = pdf.drawn(html(content, sha256, with_contents=False))
    return pdf.bytes_of(pages)


def word_of(content, sha256):
    """The same page as a Word document, so that both say the same in the same words."""
    from lib import docx

    return docx.bytes_of(html(content, sha256, with_contents=True))


def html(content, sha256, *, with_contents):
    sections = [{**section, "html": html_of(section["text"])} for section in content["sections"]]
    fours = in_fours(sha256)
    governance = content.get("governance", {})
    context = {
        **content,
        "sections": sections,
        "undertaking": html_of(content["undertaking"]),
        "changed_on": date.fromisoformat(content["changed_on"]),
        "is_draft": not content["number"].endswith(".0"),
        "fingerprint": " ".join(fours),
        "fingerprint_begins": " ".join(fours[:3]),
        "with_contents": with_contents,
        "chart": picture_of(governance.get("chart", "")),
        "chart_lines": governance.get("words", []),
        "subgroups": governance.get("subgroups", []),
    }
    return render_to_string("pdf/terms.html", context)


def in_fours(sha256):
    return [sha256[start : start + 4] for start in range(0, len(sha256), 4)]


def picture_of(svg):
    """As an address that holds the whole picture, so that nothing in it becomes part of the page."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" if svg else ""
