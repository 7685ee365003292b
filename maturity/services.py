"""Changing what the maturity room keeps: frameworks, assessments, answers, and actions raised from gaps."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from actions.models import Action
from actions.services import raise_action
from audit.services import record
from groups.models import PAPG, Marking, Membership
from groups.roles import ROLE_PERMISSIONS, Permission, Role
from groups.sensitivity import could_read, is_wider, seat_can_be_given, seat_can_read
from groups.services import share_readers
from groups.services.limits import is_opened
from lib.editions import StaleEdition, save_text
from maturity.framework import FrameworkError
from maturity.models import (
    Answer,
    AnswerReader,
    Assessment,
    Criterion,
    EvidenceNote,
    Framework,
    GapAction,
    Theme,
    WithoutLevel,
    seats_asked,
)

MAY_ANSWER = "maturity.change_answer"
ASKED_IS_BLIND = (
    "{name} was asked for this answer and could not read it then. Choose a wider audience, or ask them no more"
)

BLIND_TO_NOTE = "You could not read this evidence yourself then: choose a wider audience for it"
NOTE_OPENED_ELSEWHERE = (
    "More people would read the evidence then. The chair or the secretary opens it, on the page “Who may read this”"
)
OF_NOTE = ["text", "marking", "audience", "handling"]


OPENED_ELSEWHERE = (
    "More people would read the answer then. The chair or the secretary opens it, on the page “Who may read this”"
)


@transaction.atomic
def load_framework(*, read, by=None):
    """(the framework, whether it was loaded now) for what `maturity.framework.read_framework` read.

    A version that is loaded already is left as it is; raises FrameworkError when the file says something else of it.
    """
    loaded = Framework.objects.filter(key=read.fields["key"], version=read.fields["version"]).first()
    if loaded and loaded.sha256 != read.fields["sha256"]:
        raise FrameworkError(
            [f"framework: version {loaded.version} is loaded and never edited; give this one a new “version”"]
        )
    if loaded:
        return loaded, False
    framework = Framework.objects.create(**read.fields)
    for fields, criteria in read.themes:
        theme = Theme.objects.create(framework=framework, **fields)
        Criterion.objects.bulk_create(Criterion(theme=theme, **criterion) for criterion in criteria)
    record(by=by, verb="framework loaded", target=framework)
    return framework, True


@transaction.atomic
def start_assessment(*, group, authority, themes, period, by):
    """Put the criteria of these themes, all of one framework, to the group. Raises ValidationError with sentences."""
    PAPG.objects.select_for_update(no_key=True).get(pk=group.pk)  # so that two at once do not start the same
    [framework] = {theme.framework for theme in themes}
    if authority != group.lead_authority and not group.participating.filter(pk=authority.pk).exists():
        raise ValidationError({"authority": "Choose an authority that leads or takes part in the group"})
    one = {"group": group, "authority": authority, "framework": framework, "period": period}
    if Assessment.objects.filter(**one).exists():
        raise ValidationError({"period": "There is an assessment for this period already: open it, or name another"})
    assessment = Assessment.objects.create(**one)
    criteria = Criterion.objects.filter(theme__in=themes)
    Answer.objects.bulk_create(Answer(group=group, assessment=assessment, criterion=each) for each in criteria)
    record(by=by, verb="assessment started", target=assessment, framework=framework.public_id)
    return assessment


@transaction.atomic
def write_answer(*, answer, edition, level, text, confidence, marking, audience, handling, by, evidence=None):
    """Save an answer over the edition that was being edited. `level` is a number or one of WithoutLevel.

    `evidence`: text, marking, audience and handling of its note; None leaves the note as it is. Either way it is for
    nobody for whom the answer is not. An edition of the answer is one of its note too.
    Raises StaleEdition when somebody else saved first: the second has changed nothing and sees both.
    """
    _check_open(answer.assessment)
    said = {
        "level": None if level in WithoutLevel else level,
        "unknown": level == WithoutLevel.UNKNOWN,
        "not_applicable": level == WithoutLevel.NOT_APPLICABLE,
        "text": text,
        "confidence": confidence,
        "marking": marking,
        "audience": audience,
        "handling": handling,
    }
    _check_writer_still_reads(answer, marking, audience, by)
    _refuse_opening(answer, marking, audience)
    check_asked_still_read(answer, marking, audience)
    note = note_of(answer)
    noted = _within_answer(evidence or {name: getattr(note, name) for name in OF_NOTE}, marking, audience)
    _check_note(note, noted, by)
    if _says(note, noted) and Answer.objects.answered().filter(pk=answer.pk, **said).exists():
        return  # a form sent twice is no conflict
    _replace(answer, edition, said, by)
    _write_note(note, noted, by)
    record(by=by, verb="answer written", target=answer, edition=edition + 1, marking=marking, audience=audience)


def _replace(answer, edition, said, by):
    """As `lib.editions.save_text`, but an edition is of the whole answer: its level counts as much as its words."""
    now = {"edition": F("edition") + 1, "answered_by": by, "answered_at": timezone.now()}
    if not Answer.objects.filter(pk=answer.pk, edition=edition).update(**now, **said):
        theirs = answer.texts.select_related("by").order_by("-edition").first()
        raise StaleEdition(theirs) if theirs else ValidationError("Open the answer again and write it from there")
    answer.texts.create(edition=edition + 1, text=said["text"], by=by)


def _within_answer(noted, marking, audience):
    """What a note is to say, with its marking and audience narrowed to those of its answer where they were wider."""
    if is_wider(noted["audience"], than=audience):
        noted = {**noted, "audience": audience}
    return {**noted, "marking": marking} if marking == Marking.OFFICIAL_SENSITIVE else noted


def _says(note, noted):
    return not (noted["text"] or note.pk) or all(getattr(note, name) == value for name, value in noted.items())


def _write_note(note, noted, by):
    """The lock on the assessment keeps everybody else away from the note."""
    if _says(note, noted):
        return
    text, was_for = noted["text"], note.audience if note.pk else None
    for name in ["marking", "audience", "handling"]:
        setattr(note, name, noted[name])
    if not note.text:
        note.written_by = by
    note.save()
    if was_for != note.audience:
        share_readers(note.answer, note)
    save_text(note, text=text, edition=note.edition, by=by)
    limits = {"marking": note.marking, "audience": note.audience}
    record(by=by, verb="evidence note saved", target=note, edition=note.edition, **limits)


def _check_note(note, noted, by):
    """Whoever wrote it first is its author, reads it anyway and opens it alone. Raises ValidationError for others."""
    if not (note.pk and note.text) or by.pk == note.written_by_id:
        return
    limits = {name: noted[name] for name in ["marking", "audience"]}
    if all(getattr(note, name) == value for name, value in limits.items()):
        return
    if is_opened(note, **limits):
        raise ValidationError(NOTE_OPENED_ELSEWHERE)
    if not could_read(by, note.group, **limits):
        raise ValidationError(BLIND_TO_NOTE)


def note_of(answer):
    """The answer's note as it stands, or a new one without words."""
    return EvidenceNote.objects.filter(answer=answer).first() or EvidenceNote(answer=answer, group=answer.group)


def narrow_note(answer, by):
    """Hold the note of an answer within the answer's own limits."""
    note = note_of(answer)
    _write_note(
        note, _within_answer({name: getattr(note, name) for name in OF_NOTE}, answer.marking, answer.audience), by
    )


def _check_open(assessment):
    """Holds the assessment open until the end of the transaction; raises ValidationError when it is closed."""
    if Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk).is_closed:
        raise ValidationError("This assessment has been closed: its answers stay as they are")


def _check_writer_still_reads(answer, marking, audience, by):
    if (marking, audience) == (answer.marking, answer.audience):
        return  # they read it now
    if not could_read(by, answer.group, marking=marking, audience=audience):
        raise ValidationError({"audience": "You could not read this answer yourself then: choose a wider audience"})


def _refuse_opening(answer, marking, audience):
    """Whoever answers first decides; to open an answer to more people later asks for a reason, on a page of its own."""
    changed = (marking, audience) != (answer.marking, answer.audience)
    if changed and answer.is_answered and is_opened(answer, marking, audience):
        raise ValidationError({"audience": OPENED_ELSEWHERE})


def check_asked_still_read(answer, marking, audience):
    """Nothing is left with somebody who could not read it."""
    if (marking, audience) == (answer.marking, answer.audience):
        return
    asked = [seat for _answer, seat, _name in seats_asked([answer], answer.group)]
    for seat in Membership.objects.filter(public_id__in=asked).select_related("user"):
        if not seat_can_read(seat, marking=marking, audience=audience):
            raise ValidationError({"audience": ASKED_IS_BLIND.format(name=seat.name)})


@transaction.atomic
def ask_for_answer(*, answer, seat, by):
    """Hand a criterion to the member of a seat, in person. Raises ValidationError when they could not answer it."""
    _check_open(answer.assessment)
    _check_can_answer(answer, seat, by)
    grant = assign_perm(MAY_ANSWER, seat.user, answer)
    AnswerReader.objects.filter(pk=grant.pk).update(granted_by=by)
    record(by=by, verb="answer asked for", target=answer, seat=seat.public_id)


def _check_can_answer(answer, seat, by):
    if seat.group_id != answer.group_id or not Membership.objects.active().filter(pk=seat.pk).exists():
        raise ValidationError({"seat": "This person sits in the group no longer: choose another"})
    if seat.user_id == by.pk:
        raise ValidationError({"seat": "You may answer it yourself, without asking: choose another person"})
    if Permission.ANSWER_CRITERIA not in ROLE_PERMISSIONS[Role(seat.role)]:
        raise ValidationError({"seat": "This person only looks on in the group: choose another"})
    if not seat_can_be_given(seat, answer):
        raise ValidationError({"seat": f"{seat.name} could not read this answer: choose another person"})


@transaction.atomic
def stop_asking(*, answer, seat, by):
    """What they wrote stays; they may read and write it no longer."""
    remove_perm(MAY_ANSWER, seat.user, answer)
    record(by=by, verb="answer no longer asked for", target=answer, seat=seat.public_id)


@transaction.atomic
def close_assessment(*, assessment, by):
    """Fix the answers for good. Raises ValidationError while a criterion has no answer.

    The lock comes first: an answer under way is either saved before, or refused after.
    """
    _check_open(assessment)
    waiting = list(assessment.answers.unanswered().in_order().values_list("criterion__code", flat=True))
    if waiting:
        codes = ", ".join(waiting)
        raise ValidationError(f"Every criterion needs an answer, if only “not known”. Still waiting: {codes}")
    assessment.state, assessment.closed_at = Assessment.State.CLOSED, timezone.now()
    assessment.save(update_fields=["state", "closed_at"])
    record(by=by, verb="assessment closed", target=assessment)


@transaction.atomic
def raise_gap_action(*, answer, owner, text, due_on, by):
    """An action from a closed answer, with the answer's marking and audience. Doing it raises no level."""
    if not answer.assessment.is_closed:
        raise ValidationError("Close the assessment first: until then its answers are not settled")
    action = raise_action(
        group=answer.group,
        owner=owner,
        text=text,
        due_on=due_on,
        origin=Action.Origin.GAP,
        marking=answer.marking,
        audience=answer.audience,
        handling=answer.handling,
        whole=answer,
        by=by,
    )
    GapAction.objects.create(group=answer.group, answer=answer, action=action)
    record(by=by, verb="gap turned into an action", target=answer, action=action.public_id)
    return action
