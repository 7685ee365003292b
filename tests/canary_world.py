"""The world of the access table, and each audience under each marking in every kind of leaf that can have it."""

from datetime import timedelta

from django.utils import timezone

from actions.models import Update
from audit.services import record_reading
from groups.models import Audience, Marking, StandingItem, TermsAnnex, Widening
from groups.models.annex import letter_of
from maturity.models import Assessment, EvidenceNote
from meetings.models import RaisedAction
from tests.access_specimens import answer_to, criterion_of
from tests.access_table import READING
from tests.world_access import build_access_world, decide, entry_of, grant
from tests.world_meetings import _place, make_action, make_contribution, make_item

OPEN = {"audience": Audience.EVERYONE, "marking": Marking.OFFICIAL}


def build_canary_world():
    world = build_access_world()
    closing = Assessment.objects.create(
        group=world.group, authority=world.authority, framework=world.things.theme.framework, period="way"
    )
    for number, (audience, marking) in enumerate(READING, start=20):
        fields = {"audience": audience, "marking": marking}
        for thing in [*_of_the_group(world, number, fields), *_assessed(world, closing, number, fields)]:
            _waits(world, thing)
            _is_read(world, thing)
            if audience == "named" and hasattr(thing, "readers"):
                _name(world, thing)
    _spilt(world)
    Assessment.objects.filter(pk=closing.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    return world


def _spilt(world):
    """So that the search for spills has something to tell."""
    text = "Marked TOP SECRET"
    Update.objects.create(group=world.group, action=world.things.action, text=text, by=world.people["planner"])


def _of_the_group(world, number, fields):
    things, people = world.things, world.people
    item = make_item(world, things.meeting, number, "way", **fields)
    action = make_action(world, number, "planner", "way", raised_by=people["grantor"], **fields)
    Update.objects.create(group=world.group, action=action, text="way", by=people["planner"])
    RaisedAction.objects.create(**_place(world, things.held_item, number + 40), action=action, **fields)
    annex = TermsAnnex.objects.create(
        group=world.group, number=number, letter=letter_of(number), title="way", text="way", **fields
    )
    annex.texts.create(edition=0, text="way", by=people["chair"])
    return [
        item,
        action,
        annex,
        StandingItem.objects.create(group=world.group, position=number, title="way", **fields),
        make_contribution(world, item, "fire", "way", **fields),
        decide(world, things.minutes, things.held_item, number + 20, number, "way", dissent="way", **fields),
        *(entry_of(world, at, number, "way", **fields) for at in (things.held_item, things.draft_item)),
    ]


def _assessed(world, closing, number, fields):
    """In each assessment an answer with such a note, and an open answer with one."""
    things = world.things
    criteria = criterion_of(things.theme, number), criterion_of(things.theme, number + 20)
    for assessment in (things.assessment, closing):
        answer, ground = (
            answer_to(world, assessment, criterion, 0, limits)
            for criterion, limits in zip(criteria, (fields, OPEN), strict=True)
        )
        yield from [answer, _note(world, answer, fields), _note(world, ground, fields)]


def _note(world, answer, fields):
    grantor = world.people["grantor"]
    note = EvidenceNote.objects.create(
        group=world.group, answer=answer, text="way", edition=1, written_by=grantor, **fields
    )
    note.texts.create(edition=1, text="way", by=grantor)
    return note


def _name(world, thing):
    """Two who read it; one whose time is over, and one for whom nobody has agreed yet."""
    _grant(world, thing, "planner")
    _grant(world, thing, "adviser")
    _grant(world, thing, "fire", until=timezone.now() - timedelta(days=1))
    _grant(world, thing, "venue", needs_second=True)


def _grant(world, thing, name, **fields):
    permission = f"{thing._meta.app_label}.view_{thing._meta.model_name}"
    by = world.people["grantor"]
    grant(thing, thing.readers.model, permission, world.people[name], by, reason="asked for", **fields)


def _waits(world, thing):
    """A wish to open it to everybody, for which a second person has to agree."""
    if thing.audience == Audience.STATUTORY:
        Widening.objects.create(
            group=world.group,
            kind=thing._meta.label_lower,
            thing=thing.public_id,
            was_marking=thing.marking,
            was_audience=thing.audience,
            marking=thing.marking,
            audience=Audience.EVERYONE,
            handling="way",
            reason="way",
            asked_by=world.people["secretary"],
        )


def _is_read(world, thing):
    """So that the page of readings has something to tell."""
    record_reading(by=world.people["fire"], session_key="canaries", page=thing, shown=[thing])
