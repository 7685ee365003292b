"""One thing of every kind, in every state, for every audience and marking, made where a test asks for it."""

from django.contrib.auth.models import Permission
from django.utils import timezone

from groups.models import StandingItem, TermsAnnex
from groups.models.annex import letter_of
from maturity.models import Answer, Assessment, Criterion, EvidenceNote
from meetings.models import Contribution, Meeting, Minutes
from tests.access_leaves import PAIRS_OF
from tests.world_access import decide, entry_of, grant, record
from tests.world_meetings import make_action, make_contribution, make_item

NUMBER = 60  # from which specimens are numbered: beyond what the world has given


def specimens(side, kind, state):
    """[(thing, audience, marking, its own text)], and, of a contribution, the item whose address it is at."""
    pairs = PAIRS_OF[kind]
    made = MAKERS[kind](side, state, [fields_of(*pair) for pair in pairs])
    things = [(thing, *pair, word_of(side, place)) for place, (thing, pair) in enumerate(zip(made, pairs, strict=True))]
    for thing, audience, _marking, _word in things:
        if audience == "named":
            name_everybody(side, thing)
    return things


def fields_of(audience, marking):
    return {"audience": audience.removesuffix("_to_others"), "marking": marking}


def word_of(side, place):
    return f"{side.word} {text_of(place)}"


def text_of(place):
    return f"specimen {chr(ord('a') + place)}"


def name_everybody(side, thing):
    """So that what is left to say is who the audience and the marking let."""
    may_view = Permission.objects.get(codename=f"view_{thing._meta.model_name}")
    readers = thing.readers.model
    by = side.people["grantor"]
    people = {person for person in side.people.values() if person != by}
    readers.objects.bulk_create(
        readers(user=person, permission=may_view, content_object=thing, granted_by=by) for person in people
    )


def standing(side, _state, pairs):
    return [
        StandingItem.objects.create(
            group=side.group, owner=side.seats["chair"], position=NUMBER + place, title=word_of(side, place), **fields
        )
        for place, fields in enumerate(pairs)
    ]


def items(side, _state, pairs, meeting=None):
    meeting = meeting or side.things.meeting
    return [make_item(side, meeting, NUMBER + place, text_of(place), **fields) for place, fields in enumerate(pairs)]


def items_of_draft(side, state, pairs):
    return items(side, state, pairs, side.things.draft_minutes.meeting)


def contributions(side, state, pairs):
    """Each on an item of its own that everybody reads."""
    filed = {} if state == "filed" else {"state": Contribution.State.WRITING, "filed_at": None}
    grounds = [make_item(side, side.things.meeting, NUMBER + 20 + place, "ground") for place in range(len(pairs))]
    return [
        make_contribution(side, ground, "planner", text_of(place), **filed, **fields)
        for place, (ground, fields) in enumerate(zip(grounds, pairs, strict=True))
    ]


MINUTES_IN = {
    "open": (Minutes.State.DRAFT, {"state": Meeting.State.OPEN, "closed_at": None}),
    "draft": (Minutes.State.DRAFT, {}),
    "at_chair": (Minutes.State.AT_CHAIR, {}),
    "circulated": (Minutes.State.CIRCULATED, {}),
}


def entries(side, state, pairs):
    ground = ground_of(side, state)
    return [entry_of(side, ground, place + 1, text_of(place), **fields) for place, fields in enumerate(pairs)]


def decisions(side, state, pairs):
    ground = ground_of(side, state)
    return [
        decide(side, ground.meeting.record, ground, place + 1, NUMBER + place, text_of(place), **fields)
        for place, fields in enumerate(pairs)
    ]


def ground_of(side, state):
    minutes_state, fields = MINUTES_IN[state]
    minutes = record(side, NUMBER, minutes_state, **fields)
    return make_item(side, minutes.meeting, 1, "ground")


def actions(side, state, pairs):
    author = {"raised_by": side.people["fire"], "status": state}
    return [
        make_action(side, NUMBER + place, "planner", text_of(place), **author, **fields)
        for place, fields in enumerate(pairs)
    ]


def answers(side, state, pairs):
    made, assessment = answers_in_hand(side, pairs)
    close_if(state, assessment)
    return made


def evidence(side, state, pairs):
    """Each on an answer that everybody reads whom the state lets."""
    open_to_all = {"audience": "everyone", "marking": "official"}
    made, assessment = answers_in_hand(side, [open_to_all for _pair in pairs])
    Answer.objects.filter(assessment=assessment).update(text="ground")
    notes = [
        EvidenceNote.objects.create(
            group=side.group, answer=answer, text=word_of(side, place), written_by=side.people["fire"], **fields
        )
        for place, (answer, fields) in enumerate(zip(made, pairs, strict=True))
    ]
    close_if(state, assessment)
    return notes


def close_if(state, assessment):
    if state == "closed":
        closed = {"state": Assessment.State.CLOSED, "closed_at": timezone.now()}
        Assessment.objects.filter(pk=assessment.pk).update(**closed)


def annexes(side, _state, pairs):
    return [
        TermsAnnex.objects.create(
            group=side.group, number=place, letter=letter_of(place), title=word_of(side, place - 4), **fields
        )
        for place, fields in enumerate(pairs, start=4)
    ]


def answers_in_hand(side, pairs):
    theme = side.things.theme
    assessment = Assessment.objects.create(
        group=side.group, authority=side.authority, framework=theme.framework, period=f"{side.word} specimens"
    )
    criteria = [criterion_of(theme, place) for place in range(len(pairs))]
    made = [
        answer_to(side, assessment, criterion, place, fields)
        for place, (criterion, fields) in enumerate(zip(criteria, pairs, strict=True))
    ]
    return made, assessment


def criterion_of(theme, place):
    statements = {str(level): f"Statement {level}" for level in range(1, 5)}
    words = {"title": f"Title {place}", "question": "Is it so?", "statements": statements}
    return Criterion.objects.create(theme=theme, code=f"B{place}", position=NUMBER + place, **words)


def answer_to(side, assessment, criterion, place, fields):
    people = side.people
    answer = Answer.objects.create(
        group=side.group,
        assessment=assessment,
        criterion=criterion,
        text=word_of(side, place),
        edition=1,
        level=1,
        confidence="high",
        answered_by=people["chair"],
        answered_at=timezone.now(),
        **fields,
    )
    answer.texts.create(edition=1, text=answer.text, by=people["chair"])
    grant(answer, answer.readers.model, "maturity.change_answer", people["planner"], people["secretary"])
    return answer


MAKERS = {
    "standing": standing,
    "item": items,
    "item_of_draft": items_of_draft,
    "contribution": contributions,
    "entry": entries,
    "decision": decisions,
    "action": actions,
    "answer": answers,
    "evidence": evidence,
    "annex": annexes,
}
