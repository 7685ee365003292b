"""The sign-off sheet of a version of the terms: which seat agreed it, objected or was silent, as of a day.

A document of its own, since the terms are agreed by their hash, which what is said of them must not change. It names
that hash. What the page of the version shows to everybody in the group stands on it, and nothing else.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.utils import timezone

from documents import makers
from groups.models import Marking
from groups.terms_document import access_to_export, in_fours
from groups.terms_voices import voices_on
from lib.markdown import html_of

KIND = "terms_sign_off"


def register():
    makers.register(KIND, access=access_to_sign_off, content=content_of, make=pages_of)


def access_to_sign_off(user, public_id):
    """As the terms themselves, once they were put to the members."""
    terms, may = access_to_export(user, public_id)
    if terms.is_draft:
        raise PermissionDenied
    return terms, may


# What it says ---------------------------------------------------------------------------------------------------------


def content_of(terms):
    """Of a version that is with the members as of today, so that the sheet of another day is another sheet."""
    voices = voices_on(terms)
    return {
        "terms": terms.public_id,
        "number": terms.number,
        "sha256": terms.sha256,
        "group": terms.group.name,
        "authority": terms.group.lead_authority.name,
        "marking": Marking.OFFICIAL.label,
        "state": terms.get_state_display(),
        "put_at": terms.put_at.isoformat(),
        "adopted_at": terms.adopted_at.isoformat() if terms.adopted_at else "",
        "as_of": timezone.localdate(terms.closed_at).isoformat(),
        "is_closed": bool(terms.closed_at),
        "missing": voices.quorum.missing,
        "seats": [voice_as_words(voice) for voice in voices.lines],
    }


def voice_as_words(voice):
    seat, answer = voice.seat, voice.answer
    said = {"name": seat.name, "organisation": seat.organisation.name, "confirmed": seat.confirmed_by_id is not None}
    if answer is None:
        return {**said, "answer": ""}
    return {
        **said,
        "answer": "agreed" if answer.agrees else "objected",
        "deputy": answer.name if answer.stands_in else "",
        "at": answer.at.isoformat(),
        "reason": answer.reason,
        "replies": [{"name": reply.name, "at": reply.at.isoformat(), "text": reply.text} for reply in voice.replies],
    }


# Its page -------------------------------------------------------------------------------------------------------------


def pages_of(content, sha256):
    from lib import pdf  # WeasyPrint takes a second to load, which only the worker should pay

    return pdf.bytes_of(pdf.drawn(html(content, sha256)))


def html(content, sha256):
    seats, own = [drawn(seat) for seat in content["seats"]], in_fours(sha256)
    moments = {name: moment(content[name]) for name in ["put_at", "adopted_at", "as_of"]}
    context = {
        **content,
        **moments,
        "seats": seats,
        "agreed": [seat for seat in seats if seat["answer"] == "agreed"],
        "objecting": [seat for seat in seats if seat["answer"] == "objected"],
        "silent": [seat for seat in seats if not seat["answer"]],
        "fingerprint": " ".join(in_fours(content["sha256"])),
        "own_fingerprint": " ".join(own),
        "own_begins": " ".join(own[:3]),
    }
    return render_to_string("pdf/sign_off.html", context)


def drawn(seat):
    replies = [
        {**reply, "at": moment(reply["at"]), "html": html_of(reply["text"])} for reply in seat.get("replies", [])
    ]
    return {**seat, "at": moment(seat.get("at")), "html": html_of(seat.get("reason")), "replies": replies}


def moment(said):
    return datetime.fromisoformat(said) if said else None
