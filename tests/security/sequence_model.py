"""Who reads what after any order of steps, in plain Python from the policy: it imports none of ours but the oracle.

One group with one meeting: an item, and under it a contribution, a minute entry, a decision and an action with its line
in the minutes. A step that the policy refuses raises Refused before it has changed anything.
"""

from dataclasses import replace

from tests import oracle
from tests.security.sequence_rows import Grant, Seat, StandIn, Thing, Wish

ORGANISATIONS = {"council": ("authority", True), "police": ("police", False), "venue": ("venue", False)}
WIDEST_FIRST = ["everyone", "statutory", "authority", "named"]
RECORD_IS_KEPT_BY = {"chair", "secretary"}
MINUTES_ARE_OPENED_BY = {
    "open": {"chair", "deputy_chair", "secretary"},
    "draft": oracle.EDIT_MINUTES,
    "at chair": oracle.EDIT_MINUTES | oracle.APPROVE_MINUTES,
}
PARTS = ["contribution", "entry", "decision", "line", "action"]


class Refused(Exception):
    pass


def refuse_if(so):
    if so:
        raise Refused


def is_statutory(organisation):
    return ORGANISATIONS[organisation][0] in oracle.STATUTORY_KINDS


def is_wider(audience, than):
    return WIDEST_FIRST.index(audience) < WIDEST_FIRST.index(than)


class Model:
    def __init__(self, seats, owner, authors):
        self.seats = seats
        self.stand_ins = []
        self.owner = owner  # the seat that leads the item and has the action to do
        self.things = {kind: Thing(authors.get(kind, "")) for kind in ["item", *PARTS]}
        self.wishes = []
        self.suspended = set()
        self.text = "first text"
        self.accepted = {(seat.person, self.text) for seat in seats}
        self.record = "open"

    # Who reads what ---------------------------------------------------------------------------------------------------

    def reads(self, person, kind):
        if person in self.suspended:
            return False
        thing = self.things[kind]
        grants = self.things["action" if kind == "line" else kind].grants  # the line is read by the action's readers
        named = any(g.person == person and not g.waits and not g.guest for g in grants)
        asked = oracle.Thing("here", thing.audience, thing.marking, self.state_of(kind))
        ways = self.ways(person, at_meeting=kind != "action")
        read = oracle.may_read(ways, self.undertaken(person), asked, named, author=thing.author == person)
        return read or self.is_guest(person, thing)

    def state_of(self, kind):
        """Followers of an open meeting see what was decided, and no discussion."""
        if kind in ("item", "contribution", "action") or self.record in ("circulated", "approved"):
            return "out"
        if self.record == "open":
            return "out" if kind == "decision" else "discussed"
        return self.record

    def ways(self, person, at_meeting):
        own = [self.as_seat(seat) for seat in self.seats if seat.person == person and seat.live]
        sent = [s for s in self.standing_in(person) if at_meeting or not s.nominated]
        return own + [
            oracle.StandIn(self.as_seat(s.seat), *ORGANISATIONS[s.organisation], bool(s.confirmed_by), s.empowered)
            for s in sent
        ]

    def as_seat(self, seat):
        return oracle.Seat("here", seat.role, *ORGANISATIONS[seat.organisation], bool(seat.confirmed_by), seat.live)

    def standing_in(self, person):
        return [s for s in self.stand_ins if s.person == person and self.is_in_force(s)]

    def is_in_force(self, stand_in):
        """A nomination from when it is made until the minutes are approved."""
        return stand_in.live and stand_in.seat.live and not (stand_in.nominated and self.record == "approved")

    def undertaken(self, person):
        return {"here"} if (person, self.text) in self.accepted else set()

    def is_guest(self, person, thing):
        handled = thing.marking == "official" or self.undertaken(person)
        invited = any(g.person == person and g.guest and not g.waits for g in thing.grants)
        return bool(invited and handled and self.record != "approved")

    # What the pages answer --------------------------------------------------------------------------------------------

    def roles(self, person, at_meeting=True):
        """By which this person is inside the group now."""
        if person in self.suspended:
            return set()
        return {oracle.role_of(w) for w in self.ways(person, at_meeting) if oracle.sits_in(w, "here")}

    def status(self, person, page):
        if person in self.suspended:
            return 302
        inside = self.roles(person, at_meeting=page != "action")
        opens = {
            "meeting": bool(inside),
            "minutes": bool(self.record in ("circulated", "approved") or inside & MINUTES_ARE_OPENED_BY[self.record]),
            "item": self.reads(person, "item"),
            "action": self.reads(person, "action"),
        }[page]
        if opens and (inside or page in ("item", "action")):
            return 200
        return 403 if inside else 404

    def shows(self, person, page):
        """The kinds of thing whose words stand on the page that this person gets."""
        if self.status(person, page) != 200:
            return set()
        reads = {kind for kind in self.things if self.reads(person, kind)}
        if page == "minutes":
            paragraphs = self.in_the_minutes(person, reads)
            return paragraphs | (reads & {"item"} if paragraphs else set())
        if page == "meeting":
            return reads & ({"decision"} | ({"item", "contribution"} if "item" in reads else set()))
        if page == "item" and self.roles(person, at_meeting=True):
            opens = self.status(person, "minutes") == 200
            came = self.in_the_minutes(person, reads) if opens else reads & {"decision"}
            return {"item"} | reads & {"contribution"} | came
        return {page}

    def in_the_minutes(self, person, reads):
        line = {"action"} if "line" in reads and self.sees_line_of_action(person) else set()
        return reads & {"entry", "decision"} | line

    def sees_line_of_action(self, person):
        """Who was sent to the meeting alone sees what it raised, there and nowhere else."""
        action = self.things["action"]
        asked = oracle.Thing("here", action.audience, action.marking)
        named = any(g.person == person and not g.waits for g in action.grants)
        return self.reads(person, "action") or oracle.may_read(
            self.ways(person, at_meeting=True), self.undertaken(person), asked, named
        )

    # Seats ------------------------------------------------------------------------------------------------------------

    def join(self, person, role, organisation, by):
        refuse_if(person == by or self.seat_of(person))
        seat = Seat(person, role, organisation, by)
        self.seats.append(seat)
        return seat

    def seat_of(self, person):
        return next((seat for seat in self.seats if seat.person == person and seat.live), None)

    def confirm(self, seated, by):
        """A seat, a deputy or a nominated deputy, by a third person; nobody the seat in which they sit or stand in."""
        stands_in = isinstance(seated, Seat) and self.sits_in(by, seated)
        refuse_if(seated.confirmed_by or by in (seated.person, seated.granted_by) or stands_in)
        seated.confirmed_by = by

    def sits_in(self, person, seat):
        return seat.person == person or any(
            s.seat is seat and not s.nominated for s in self.stand_ins if s.person == person and s.live
        )

    def leave(self, seat):
        seat.live = False
        for stand_in in self.stand_ins:
            if stand_in.seat is seat:
                stand_in.live = False
        self.let_go_of_grants()

    def let_go_of_grants(self):
        """What was granted to one person ends with their last seat; a guest never needed one."""
        for thing in self.things.values():
            thing.grants = [g for g in thing.grants if g.guest or self.is_seated(g.person)]

    def is_seated(self, person):
        return self.seat_of(person) or any(not s.nominated for s in self.standing_in(person))

    def change_role(self, seat, role, by):
        if role == seat.role:
            return
        refuse_if(self.sits_in(by, seat))
        seat.role, seat.granted_by, seat.confirmed_by = role, by, ""
        for stand_in in self.stand_ins:
            if stand_in.seat is seat and self.is_in_force(stand_in):
                stand_in.confirmed_by = ""

    def appoint(self, seat, person, organisation, empowered, by):
        there = any(s.seat is seat and s.person == person and s.live and not s.nominated for s in self.stand_ins)
        refuse_if(person in (seat.person, by) or there)
        return self.stand_in(seat, person, organisation, empowered, by, nominated=False)

    def stand_in(self, seat, person, organisation, empowered, by, nominated):
        made = StandIn(seat, person, organisation, empowered, by, nominated)
        self.stand_ins.append(made)
        return made

    def end_deputy(self, stand_in):
        stand_in.live = False
        self.let_go_of_grants()

    def nominate(self, seat, person, organisation, empowered):
        refuse_if(person == seat.person or self.record != "open")
        self.answer_anew(seat)
        return self.stand_in(seat, person, organisation, empowered, seat.person, nominated=True)

    def answer_anew(self, seat):
        for stand_in in self.stand_ins:
            if stand_in.seat is seat and stand_in.nominated:
                stand_in.live = False

    def accept(self, person):
        self.accepted.add((person, self.text))

    def change_text(self, text):
        refuse_if(text == self.text)
        self.text = text

    # Guests -----------------------------------------------------------------------------------------------------------

    def invite_guest(self, person, organisation, by):
        refuse_if(person == by or self.record == "approved" or self.invitation_of(person))
        self.things["item"].grants.append(Grant(person, by, not is_statutory(organisation), guest=True))

    def invitation_of(self, person):
        return next((g for g in self.things["item"].grants if g.person == person and g.guest), None)

    def end_guest(self, person):
        refuse_if(not self.invitation_of(person))
        self.things["item"].grants.remove(self.invitation_of(person))

    def answer_grant(self, kind, grant, agreed, by):
        refuse_if(agreed and by in (grant.granted_by, grant.person))
        if agreed:
            grant.waits = False
        else:
            self.things[kind].grants.remove(grant)

    # Who may read a thing ---------------------------------------------------------------------------------------------

    def set_limits(self, kind, marking, audience, seats, by):
        """Gives the wish that waits for a second person, or None."""
        thing = self.things[kind]
        self.check_limits(kind, marking, audience)
        lowered = thing.marking != "official" == marking
        if audience == "everyone" and (is_wider(audience, thing.audience) or lowered) and thing.author != by:
            self.overtake(kind)
            self.wishes.append(Wish(kind, marking, thing.limits, by))
            return self.wishes[-1]
        named = self.named_by(kind, marking, seats, by) if audience == "named" else []
        self.apply(kind, marking, audience, named)
        return None

    def check_limits(self, kind, marking, audience):
        item = self.things["item"]
        if kind != "item":
            refuse_if(is_wider(audience, item.audience) or item.marking != "official" == marking)
        if kind == "item":
            for part in self.parts_that_follow(marking, audience):
                refuse_if(part == "action" and self.is_kept_from_owner(*self.held_within(part, marking, audience)))
        refuse_if(kind in ("item", "action") and self.is_kept_from_owner(marking, audience))

    def is_kept_from_owner(self, marking, audience):
        return not self.seat_opens(self.owner, marking, "everyone" if audience == "named" else audience)

    def seat_opens(self, seat, marking, audience):
        if seat.person in self.suspended or not seat.live:
            return False
        asked = oracle.Thing("here", audience, marking)
        return oracle.opens(self.as_seat(seat), bool(self.undertaken(seat.person)), asked, named=False)

    def named_by(self, kind, marking, seats, by):
        seats = [seat for seat in seats if seat.person != by]
        readers = [*seats, *filter(None, [self.seat_of(by)])]
        kept = any(seat.role in RECORD_IS_KEPT_BY and is_statutory(seat.organisation) for seat in readers)
        refuse_if(not seats or not kept or not all(self.could_be_named(seat, kind, marking) for seat in seats))
        known = {g.person: g for g in self.things[kind].grants if not g.guest}
        waits = {seat.person: not is_statutory(seat.organisation) for seat in seats}
        return [known.get(by) or Grant(by)] + [
            known.get(person) or Grant(person, by, waiting) for person, waiting in waits.items()
        ]

    def could_be_named(self, seat, kind, marking):
        """Whoever can read what the thing hangs on, at its marking."""
        item = self.things["item"]
        if kind == "item":
            return self.seat_opens(seat, marking, "everyone")
        if item.audience == "named":
            return self.seat_opens(seat, marking, "everyone") and self.reads(seat.person, "item")
        return self.seat_opens(seat, marking, item.audience)

    def apply(self, kind, marking, audience, named):
        self.overtake(kind)
        thing = self.things[kind]
        thing.marking, thing.audience = marking, audience
        thing.grants = [g for g in thing.grants if g.guest] + named
        if kind == "item":
            self.narrow_parts()

    def narrow_parts(self):
        """No part is wider than its item, nor read by name by whoever cannot read that; it begins with its readers."""
        item = self.things["item"]
        for part in PARTS:
            thing = self.things[part]
            if item.audience == "named" != thing.audience and part != "line":
                thing.grants = [replace(g) for g in item.grants if not g.guest]
            thing.marking, thing.audience = self.held_within(part, *item.limits)
            thing.grants = [g for g in thing.grants if self.reads(g.person, "item")]

    def parts_that_follow(self, marking, audience):
        return [part for part in PARTS if self.held_within(part, marking, audience) != self.things[part].limits]

    def held_within(self, part, marking, audience):
        thing = self.things[part]
        return (
            thing.marking if marking == "official" else marking,
            audience if is_wider(thing.audience, audience) else thing.audience,
        )

    def overtake(self, kind):
        for wish in self.wishes:
            wish.waits = wish.waits and wish.thing != kind

    def answer_wish(self, wish, agreed, by):
        refuse_if(not wish.waits or (agreed and wish.asked_by == by) or self.things[wish.thing].limits != wish.was)
        if agreed:
            self.check_limits(wish.thing, wish.marking, "everyone")
            self.apply(wish.thing, wish.marking, "everyone", [])
        wish.waits = False

    # The record -------------------------------------------------------------------------------------------------------

    def move_record(self, to):
        comes_from = {
            "at chair": ["draft"],
            "circulated": ["draft", "at chair"],
            "draft": ["at chair", "circulated"],
            "approved": ["circulated"],
        }
        refuse_if(self.record not in comes_from[to])
        self.record = to
