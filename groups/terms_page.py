"""A version of the terms as one reader sees it: its words, what the seats say about it, and what they have to do."""

from audit.services import record_reading
from documents.services import hash_of
from groups.access import hats_of
from groups.live_parts import in_order
from groups.markings import highest_marking
from groups.models import TermsAnnex, TermsAnswer, TermsVersion
from groups.roles import Permission
from groups.terms_document import content_of
from groups.terms_guidance import GUIDANCE
from groups.terms_voices import Voice, Voices, seats_asked, voices_on


def page_of(terms, user, may):
    """What the page shows; of the annexes, those that this reader may read."""
    content = content_of(terms)
    versions = [TermsVersion(**version) for version in terms.versions]
    voices = None if terms.is_draft else voices_on(terms)
    annexes = TermsAnnex.objects.in_group(terms.group).lettered(user, terms.letters_given)
    return {
        "marking": highest_marking([annex for _letter, annex in annexes if annex]),
        "group": terms.group,
        "may": may,
        "terms": terms,
        "content": content,
        "sections": sections_of(terms, content, may),
        "annexes": annexes,
        "versions": versions,
        "voices": voices,
        "mine": mine_of(voices, user) if voices else [],
        "draft": first(versions, TermsVersion.State.DRAFT),
        "put": first(versions, TermsVersion.State.PUT),
    }


def record_reading_of(context, request):
    """Of annexes, whose titles are as sensitive as they are."""
    shown = [annex for _letter, annex in context["annexes"] if annex]
    record_reading(by=request.user, session_key=request.session.session_key, page=context["group"], shown=shown)


def first(versions, state):
    return next((version for version in versions if version.state == state), None)


def sections_of(terms, content, may):
    """Each with the address at which it is edited and the guidance for whoever does; neither once it was put."""
    edited = terms.is_draft and Permission.EDIT_TERMS in may
    ids = {section["key"]: section["public_id"] for section in terms.section_ids} if edited else {}
    return [
        section | {"public_id": ids.get(section["key"]), "guidance": GUIDANCE.get(section["key"]) if edited else ""}
        for section in content["sections"]
    ]


def mine_of(voices, user):
    """Of the seats that are asked, those for which this person may answer."""
    seats = {hat.seat_id for hat in hats_of(user) if Permission.AGREE_TERMS in hat.permissions}
    return [voice for voice in voices.lines if voice.seat.pk in seats]


def put_page_of(terms):
    """Who will be asked, and the hash of the draft as it is shown."""
    put = first([TermsVersion(**version) for version in terms.versions], TermsVersion.State.PUT)
    return {"sha256": hash_of(content_of(terms)), "asked": in_order(seats_asked(terms)), "put": put}


def versions_of(group):
    """(version, the voices raised about it), the newest first. Two queries, however many there are."""
    voices = {}
    for answer in TermsAnswer.objects.filter(group=group).order_by("pk"):
        of_version = voices.setdefault(answer.version_id, {})
        of_version.setdefault(answer.seat_id, Voice(seat=None)).said.append(answer)
    versions = TermsVersion.objects.filter(group=group).order_by("-pk").defer("frozen")
    return [(version, Voices(list(voices.get(version.pk, {}).values()))) for version in versions]
