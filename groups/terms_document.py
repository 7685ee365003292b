"""The terms of reference as a document: what it says, and its pages.

What it says is gathered first and hashed by the store; the pages are drawn from that alone. So the hash on each page
vouches for every word of it, and the same terms are the same file. The document is OFFICIAL: of the standing agenda it
shows what everyone in the group may read, and otherwise only that an item is withheld; of the annexes, their letters.
"""

from base64 import b64encode
from collections import Counter
from datetime import date

from django.db.models import Max, Prefetch
from django.template.loader import render_to_string
from django.utils import dateformat, timezone

from documents import makers
from groups.access import access_terms
from groups.live_parts import quorum_of, standing_agenda
from groups.models import Deputyship, Marking, Membership, TermsAnnex, TermsSectionText, Undertaking
from groups.roles import SEAT_ROLES, Permission, Role
from groups.sensitivity import LOOKERS_ON
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
    group = terms.group
    undertaking = Undertaking.objects.filter(group=group).order_by("-number").first()
    return {
        "terms": terms.public_id,
        "number": terms.number,
        "changed_on": changed_on(terms).isoformat(),
        "marking": Marking.OFFICIAL.label,
        "group": group.name,
        "authority": group.lead_authority.name,
        "participating": [authority.name for authority in group.participating.order_by("name")],
        "sections": list(terms.sections.order_by("position").values("key", "title", "text")),
        "rules": rules_of(group),
        "seats": [seat_line(seat) for seat in seats_of(group)],
        "standing": [standing_line(number, item) for number, item in standing_agenda(group)],
        "annexes": TermsAnnex.objects.in_group(group).in_force().letters(),
        "undertaking": undertaking.text if undertaking else "",
    }


def changed_on(terms):
    """The day, in London, on which a word of it was last changed."""
    last = TermsSectionText.objects.filter(thing__version=terms).aggregate(last=Max("at"))["last"]
    return timezone.localdate(last or terms.made_at)


def rules_of(group):
    rules = group.rules
    return {
        "months_between": rules.months_between,
        "notice_working_days": rules.notice_working_days,
        "paper_working_days": rules.paper_working_days,
        "quorum": quorum_of(rules),
    }


def seats_of(group):
    """Live seats: chair, deputy chair and secretary first, then by organisation."""
    deputies = Prefetch("deputyships", Deputyship.objects.active().order_by("order", "name"), to_attr="standing_in")
    seats = Membership.objects.active().filter(group=group).select_related("organisation")
    return sorted(
        seats.prefetch_related("areas", deputies),
        key=lambda seat: (SEAT_ROLES.index(seat.role), seat.organisation.name, seat.name),
    )


def seat_line(seat):
    return {
        "name": seat.name,
        "job_title": seat.job_title,
        "role": "" if seat.role == Role.MEMBER else seat.get_role_display(),
        "organisation": seat.organisation.name,
        "areas": [area.name for area in seat.areas.all()],
        "brings": seat.brings,
        "deputies": [deputyship.name for deputyship in seat.standing_in],
        "confirmed": seat.confirmed_by_id is not None,
        "agrees": seat.role not in LOOKERS_ON,
    }


def standing_line(number, item):
    if item is None:
        return {"number": number, "withheld": True}
    return {
        "number": number,
        "title": item.title,
        "purpose": item.get_purpose_display(),
        "decision": item.decision_required,
    }


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
    in_fours = [sha256[start : start + 4] for start in range(0, len(sha256), 4)]
    answers = [{**seat, "says": words_of_answer(seat)} for seat in content.get("answers", [])]
    context = {
        **content,
        "sections": sections,
        "undertaking": html_of(content["undertaking"]),
        "changed_on": date.fromisoformat(content["changed_on"]),
        "is_draft": content["number"].startswith("0."),
        "fingerprint": " ".join(in_fours),
        "fingerprint_begins": " ".join(in_fours[:3]),
        "with_contents": with_contents,
        "answers": answers,
        "answered": Counter(seat["answer"] or "silent" for seat in answers),
        "chart": picture_of(content.get("chart", "")),
    }
    return render_to_string("pdf/terms.html", context)


def words_of_answer(seat):
    if not seat["answer"]:
        return "No answer"
    return f"{seat['answer'].capitalize()} {dateformat.format(date.fromisoformat(seat['on']), 'j F Y')}"


def picture_of(svg):
    """As an address that holds the whole picture, so that nothing in it becomes part of the page."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" if svg else ""
