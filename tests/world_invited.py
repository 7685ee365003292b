"""Who comes to one meeting or one item of a side of the world without a seat, and what no seat reads any more."""

from datetime import timedelta

from django.utils import timezone
from guardian.shortcuts import assign_perm

from groups.models import Audience
from meetings.models import ItemReader, Nomination
from tests.world import accept, make_person
from tests.world_meetings import make_entry


def add_invited(side):
    side.things.nomination = nominate(side, "nominee", "planner", "council")
    side.things.new_nomination = nominate(side, "new_nominee", "fire", "fire", confirmed=False)
    invite(side, "guest", side.things.threat, "police")
    side.things.orphan = _without_reader(side)


def nominate(side, name, seat, organisation, *, confirmed=True, **fields):
    """A deputy for the side's planned meeting, who has accepted the undertaking."""
    person = make_person(f"{side.word.lower()}.{name}")
    confirmation = {"confirmed_by": side.people["confirmer"], "confirmed_at": timezone.now()} if confirmed else {}
    side.people[name] = person
    accept(side, person)
    return Nomination.objects.create(
        group=side.group,
        meeting=side.things.meeting,
        seat=side.seats[seat],
        user=person,
        organisation=side.organisations[organisation],
        name=f"{side.word} {name.replace('_', ' ').title()}",
        granted_by=side.people["grantor"],
        starts_at=timezone.now() - timedelta(days=3),
        **confirmation,
        **fields,
    )


def invite(side, name, item, organisation):
    """A guest on the item, who has accepted the undertaking."""
    person = side.people[name] = make_person(f"{side.word.lower()}.{name}")
    accept(side, person)
    row = assign_perm("meetings.attend_agendaitem", person, item)
    about = {"name": f"{side.word} {name.title()}", "organisation": side.organisations[organisation]}
    ItemReader.objects.filter(pk=row.pk).update(granted_by=side.people["grantor"], reason="He knows the site", **about)


def _without_reader(side):
    """An entry whose readers have gone; the chair has named the secretary, and the senior owner is to agree."""
    entry = make_entry(side, side.things.held_item, 9, "orphan entry", audience=Audience.NAMED)
    row = assign_perm("meetings.view_minuteentry", side.people["secretary"], entry)
    entry.readers.filter(pk=row.pk).update(granted_by=side.people["chair"], reason="They left", needs_second=True)
    return entry
