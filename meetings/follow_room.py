"""What a screen in the room may show: what whoever puts it up reads, and everybody else who is there, too."""

from collections import defaultdict
from functools import cached_property

from groups.access import hats_in
from groups.models import Audience
from groups.sensitivity import grants_to_read, opens
from meetings.agenda import agenda_of
from meetings.follow import around, decided, state_in_the_room
from meetings.following import by_rank
from meetings.models import AgendaItem, Decision, GuestLine, invited_guests
from meetings.room import roll_in_the_room

OF_MEETING = {AgendaItem: "content_object__meeting", Decision: "content_object__minutes__meeting"}


class RoomScreen:
    """In front of those in seats, and of the guests on the current item."""

    def __init__(self, meeting, user):
        self.meeting, self.user = meeting, user
        self.hats = hats_in(meeting.group)
        self.state = state_in_the_room(meeting, user, self.hats)
        self.named = {}

    def shows(self):
        """(context, the sensitive things in it): what one of those present may not read is a number alone."""
        lines = agenda_of(self.meeting, self.user, with_updates=False)
        for line in lines:
            line.item = line.item if self._may_all_read(line.item) else None
        decided_now = [d for d in decided(self.meeting, self.user) if d.item_id == self.meeting.current_item_id]
        decisions = [decision for decision in decided_now if self._may_all_read(decision)]
        context = around(self.meeting, lines, self.roll, decisions) | {"state": self.state}
        items = [line.item for line in (context["current"], context["coming"]) if line and line.item]
        return context, [*items, *decisions]

    @cached_property
    def roll(self):
        return by_rank(roll_in_the_room(self.meeting))

    @cached_property
    def seated(self):
        """The keys of their accounts; None for who has none, and is known by nothing."""
        return [line.sits.person_id for line in self.roll if line.sits]

    @cached_property
    def guests(self):
        """The keys of the accounts of those for the current item; None for one whom nobody had invited.

        Being on the roll lets such a guest into the room, and opens nothing to them.
        """
        about = self.meeting.current_item_id
        invited = invited_guests().filter(content_object=about).values_list("user", flat=True)
        came = GuestLine.objects.filter(item=about, person=None).exclude(came=GuestLine.Came.EXPECTED)
        return set(invited.order_by().union(came.order_by().values_list("person", flat=True)))

    def _may_all_read(self, thing):
        """Guests read their item and nothing else; what is OFFICIAL and for everyone is for every seat.

        Anything else is for those who are marked here: before anybody is, nobody knows who looks at the screen.
        """
        if thing is None or (self.guests and not self._is_for_guests(thing)):
            return False
        if thing.audience == Audience.EVERYONE and not thing.is_sensitive:
            return True
        knows_all = bool(self.seated) and None not in self.guests
        return knows_all and all(self._may_read(person, thing) for person in self.seated)

    def _is_for_guests(self, thing):
        is_theirs = isinstance(thing, AgendaItem) and thing.pk == self.meeting.current_item_id
        return is_theirs and self.guests - {None} <= thing.people_let_in

    def _may_read(self, person, thing):
        named = thing.audience == Audience.NAMED and person in self._named(type(thing))[thing.pk]
        return any(opens(hat, thing, person, named) for hat in self.hats.get(person, []))

    def _named(self, model):
        """{thing: the people named for it} of this meeting's."""
        if model not in self.named:
            self.named[model] = defaultdict(set)
            rows = grants_to_read(model).filter(**{OF_MEETING[model]: self.meeting})
            for thing, person in rows.values_list("content_object", "user"):
                self.named[model][thing].add(person)
        return self.named[model]
