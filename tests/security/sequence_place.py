"""The group in which the sequences are taken, and what the service says of everybody and everything in it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actions.models import Action
from groups.sensitivity import can_read
from meetings import services
from meetings.models import AgendaItem, Contribution, Decision, Meeting, MinuteEntry
from tests.security.sequence_model import Model
from tests.security.sequence_rows import Seat
from tests.world import make_person, make_seat
from tests.world_meetings import make_contribution

SEATS = {
    "chair": ("chair", "council"),
    "secretary": ("secretary", "council"),
    "first": ("secretary", "council"),  # `first` and `second` keep their seats, so that somebody can always act
    "second": ("secretary", "council"),
    "member": ("member", "council"),
    "adviser": ("adviser", "police"),
    "venue": ("member", "venue"),
    "leaver": ("member", "council"),
}
KEEPERS = ["first", "second"]
OUTSIDE = ["nominee", "guest"]
PEOPLE = [*SEATS, *OUTSIDE]
ASKED = [person for person in PEOPLE if person not in KEEPERS]
MODELS = {
    "item": AgendaItem,
    "contribution": Contribution,
    "entry": MinuteEntry,
    "decision": Decision,
    "action": Action,
}
WORDS = {
    "item": "Lanterns",
    "contribution": "Hedgehogs",
    "entry": "Bollards",
    "decision": "Turnstiles",
    "action": "Semaphores",
}
PAGES = {
    "meeting": "meetings:meeting_detail",
    "minutes": "meetings:minutes_detail",
    "item": "meetings:item_detail",
    "action": "actions:action_detail",
}
# The group ------------------------------------------------------------------------------------------------------------


class Place:
    """A group in its first meeting, with an item and what hangs on it, and everybody signed in."""

    def __init__(self, side, signed_in):
        self.side, self.group = side, side.group
        for name, (role, organisation) in SEATS.items():
            make_seat(side, name, role, organisation)
        for name in OUTSIDE:
            side.people[name] = make_person(f"sequence.{name}")
        self.people = {name: side.people[name] for name in PEOPLE}
        self.meeting = Meeting.objects.create(group=self.group, number=1, starts_at=timezone.now() - timedelta(hours=1))
        self.things = self.make_things()
        self.minutes = self.meeting.record
        self.browsers = {name: signed_in(person) for name, person in self.people.items()}

    def make_things(self):
        first, seat = self.people["first"], self.side.seats["first"]
        item = services.add_item(meeting=self.meeting, by=first, title=WORDS["item"], owner=seat)
        contribution = make_contribution(self.side, item, "member", WORDS["contribution"])
        services.open_meeting(meeting=self.meeting, by=first)
        official = {"marking": "official", "audience": "everyone", "handling": ""}
        words = {"text": WORDS["decision"], "reason": WORDS["decision"], "dissent": ""}
        due = {"owner": seat, "due_on": timezone.localdate() + timedelta(days=9)}
        return {
            "item": item,
            "contribution": contribution,
            "entry": services.add_entry(item=item, text=WORDS["entry"], by=first, **official),
            "decision": services.record_decision(item=item, by=first, **words),
            "action": services.raise_action_in_meeting(item=item, text=WORDS["action"], by=first, **due),
        }

    def model(self):
        seats = [
            Seat(name, role, organisation, "grantor", "confirmer", key=self.side.seats[name].pk)
            for name, (role, organisation) in SEATS.items()
        ]
        owner = next(seat for seat in seats if seat.person == "first")
        return Model(seats, owner, {"contribution": "member", "action": "first"})

    def address(self, page):
        about = {"meeting": self.meeting, "minutes": self.minutes, **self.things}[page]
        return reverse(PAGES[page], args=[about.public_id])


# Asking the service ---------------------------------------------------------------------------------------------------


class Service:
    """What it says of everybody and everything, in three ways."""

    def __init__(self, place):
        self.place = place

    def things_now(self):
        related = {"entry": ["minutes__meeting"], "decision": ["minutes__meeting"], "contribution": ["item"]}
        return {
            kind: MODELS[kind].objects.select_related(*related.get(kind, [])).get(pk=thing.pk)
            for kind, thing in self.place.things.items()
        }

    def python(self, hats):
        """The rule for one thing in hand."""
        things = self.things_now()
        return {
            (name, kind)
            for name, person in self.place.people.items()
            for kind, thing in things.items()
            if can_read(person, thing, hats.get(person.pk, []))
        }

    def sql(self, hats, asked):
        """Those of the (name, kind) asked that are found."""
        users = {name: User(pk=self.place.people[name].pk) for name, _kind in asked}
        for user in users.values():
            user.hats_in_this_request = hats.get(user.pk, [])
        return {
            (name, kind)
            for name, kind in asked
            if MODELS[kind].objects.visible_to(users[name]).filter(pk=self.place.things[kind].pk).exists()
        }

    def page(self, name, page):
        """(status, kinds whose words it shows)"""
        answer = self.place.browsers[name].get(self.place.address(page))
        text = answer.content.decode()
        return answer.status_code, {kind for kind, word in WORDS.items() if word in text}
