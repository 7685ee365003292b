"""The steps of tests/security/test_sequences.py, each taken in the service and in the model of the policy."""

import itertools

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from accounts.models import User
from groups import services as group_services
from groups.access import hats_in
from groups.models import Membership, Undertaking, Widening
from meetings import services
from meetings.models import Attendance
from tests.meetings.papers import give_reasons
from tests.security.sequence_model import Refused
from tests.security.sequence_place import ASKED, KEEPERS, MODELS, PAGES, PEOPLE, Service

ROLES = ["chair", "secretary", "member", "adviser", "observer", "deputy_chair"]
ORGANISATION = st.sampled_from(["council", "police", "venue"])
MARKING = st.sampled_from(["official", "official_sensitive"])
AUDIENCE = st.sampled_from(["everyone", "statutory", "authority", "named"])
KIND = st.sampled_from(list(MODELS))
PERSON = st.sampled_from(ASKED)
ACTOR = st.sampled_from(["first", "second", "chair", "secretary"])
NTH = st.integers(0, 11)  # which of what there is just then


def nth(number, of):
    return of[number % len(of)] if of else None


# The steps ------------------------------------------------------------------------------------------------------------


class Sequence(RuleBasedStateMachine):
    place = None  # set by the test
    turn = None

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.model = self.place.model()
        self.service = Service(self.place)
        self.told = self.what_the_model_says()
        self.agreed = self.moved = True  # up to the step before; by the last step

    def teardown(self):
        try:
            if self.agreed:
                self.compare_pages(next(self.turn)[0])
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def what_the_model_says(self):
        return {(name, kind) for name in PEOPLE for kind in MODELS if self.model.reads(name, kind)}

    @invariant()
    def everybody_reads_what_the_policy_lets_them(self):
        if not self.moved:  # the step was refused, and took everything back
            return
        before, self.told = self.told, self.what_the_model_says()
        asked = before ^ self.told | set(itertools.islice(self.turn, 2))
        self.agreed = False
        hats = hats_in(self.place.group)  # of everybody in one query, by far the dearest
        assert self.service.python(hats) == self.told
        assert self.service.sql(hats, asked) == self.told & asked
        self.agreed, self.moved = True, False

    def compare_pages(self, name):
        for page in PAGES:
            status, shown = self.service.page(name, page)
            assert (name, page, status) == (name, page, self.model.status(name, page))
            assert (name, page, shown) == (name, page, self.model.shows(name, page))

    def both(self, told, done):
        """The step in the model and in the service, which take it or refuse it alike. Gives what each made."""
        model, service = self.outcome(told, Refused), self.outcome(done, ValidationError)
        assert (model is Refused) == (service is ValidationError), (model, service)
        self.moved = self.moved or model is not Refused
        return None if model is Refused else (model, service)

    def outcome(self, step, refusal):
        try:
            with transaction.atomic():
                return step()
        except refusal:
            return refusal

    def user(self, name):
        return User.objects.get(pk=self.place.people[name].pk)

    def row(self, seated):
        return Membership.objects.get(pk=seated.key)

    def stand_in_row(self, stand_in):
        seat = self.row(stand_in.seat)
        return (seat.nominations if stand_in.nominated else seat.deputyships).get(pk=stand_in.key)

    def thing(self, kind):
        return MODELS[kind].objects.get(pk=self.place.things[kind].pk)

    def organisation(self, name):
        return self.place.side.organisations[name]

    def actor(self, name, kind=None):
        """Whoever of those who run the group may act, `name` before others; with `kind`, who reads that thing."""
        for who in [name, *KEEPERS]:
            seat = self.model.seat_of(who)
            able = seat and seat.role in ("chair", "secretary") and seat.confirmed_by
            if able and who not in self.model.suspended and (kind is None or self.model.reads(who, kind)):
                return who
        return None

    def live_seats(self):
        return [seat for seat in self.model.seats if seat.live and seat.person not in KEEPERS]

    def stand_ins(self, nominated):
        return [s for s in self.model.stand_ins if s.nominated == nominated and self.model.is_in_force(s)]

    @initialize(nominated=st.booleans(), invited=st.booleans(), record=st.sampled_from(["open", "draft", "circulated"]))
    def begin(self, nominated, invited, record):
        if nominated:
            self.nominate(0, "nominee", "police", True)
            self.confirm_nomination("second", 0)
        if invited:
            self.invite_guest("guest", "police", "first")
            self.accept("guest")
        if record != "open":
            self.close()
        if record == "circulated":
            self.move("circulated", "first")

    @rule(person=PERSON, role=st.sampled_from(ROLES), organisation=ORGANISATION, by=ACTOR)
    def join(self, person, role, organisation, by):
        by = self.actor(by)
        made = self.both(
            lambda: self.model.join(person, role, organisation, by),
            lambda: group_services.invite_member(
                group=self.place.group,
                by=self.user(by),
                name=person,
                email=self.user(person).email,
                role=role,
                organisation=self.organisation(organisation),
            ),
        )
        if made:
            made[0].key = made[1].pk

    @rule(by=ACTOR, number=NTH)
    def confirm(self, by, number):
        by = self.actor(by)
        seat = nth(number, [seat for seat in self.model.seats if seat.live and not seat.confirmed_by]) or nth(
            number, self.live_seats()
        )
        if seat:
            self.both(
                lambda: self.model.confirm(seat, by),
                lambda: group_services.confirm_membership(membership=self.row(seat), by=self.user(by)),
            )

    @rule(number=NTH, by=ACTOR)
    def leave(self, number, by):
        seat = nth(number, self.live_seats())
        if seat:
            by = self.actor(by)
            self.both(
                lambda: self.model.leave(seat),
                lambda: group_services.end_membership(membership=self.row(seat), by=self.user(by)),
            )

    @rule(person=PERSON)
    def suspend_or_bring_back(self, person):
        self.moved = True
        self.model.suspended ^= {person}
        User.objects.filter(pk=self.user(person).pk).update(is_active=person not in self.model.suspended)

    @rule(number=NTH, role=st.sampled_from(ROLES), by=ACTOR)
    def change_role(self, number, role, by):
        seat = nth(number, self.live_seats())
        if seat:
            by = self.actor(by)
            self.both(
                lambda: self.model.change_role(seat, role, by),
                lambda: group_services.change_membership(
                    membership=self.row(seat), by=self.user(by), role=role, areas=[]
                ),
            )

    # Deputies, and those for one meeting

    @rule(number=NTH, person=PERSON, organisation=ORGANISATION, empowered=st.booleans(), by=ACTOR)
    def appoint(self, number, person, organisation, empowered, by):
        seat = nth(number, self.live_seats())
        if not seat:
            return
        by = self.actor(by)
        made = self.both(
            lambda: self.model.appoint(seat, person, organisation, empowered, by),
            lambda: group_services.appoint_deputy(
                membership=self.row(seat), by=self.user(by), **self.about(person, organisation, empowered)
            ),
        )
        if made:
            made[0].key = made[1].pk

    def about(self, person, organisation, empowered):
        return {
            "name": person,
            "email": self.user(person).email,
            "organisation": self.organisation(organisation),
            "empowered": empowered,
        }

    @rule(by=ACTOR, number=NTH)
    def confirm_deputy(self, by, number):
        self.confirm_one(nth(number, self.stand_ins(nominated=False)), by)

    @rule(by=ACTOR, number=NTH)
    def confirm_nomination(self, by, number):
        self.confirm_one(nth(number, self.stand_ins(nominated=True)), by)

    def confirm_one(self, stand_in, by):
        if not stand_in:
            return
        by, row = self.actor(by), self.stand_in_row(stand_in)
        self.both(
            lambda: self.model.confirm(stand_in, by),
            lambda: (
                services.confirm_nomination(nomination=row, by=self.user(by))
                if stand_in.nominated
                else group_services.confirm_deputyship(deputyship=row, by=self.user(by))
            ),
        )

    @rule(number=NTH, by=ACTOR)
    def end_deputy(self, number, by):
        stand_in = nth(number, self.stand_ins(nominated=False))
        if stand_in:
            by, row = self.actor(by), self.stand_in_row(stand_in)
            self.both(
                lambda: self.model.end_deputy(stand_in),
                lambda: group_services.end_deputyship(deputyship=row, by=self.user(by)),
            )

    @rule(number=NTH, person=PERSON, organisation=ORGANISATION, empowered=st.booleans())
    def nominate(self, number, person, organisation, empowered):
        seat = nth(number, [seat for seat in self.live_seats() if seat.role != "observer"])
        if not seat:
            return
        made = self.both(
            lambda: self.model.nominate(seat, person, organisation, empowered),
            lambda: services.nominate_deputy(
                meeting=self.place.meeting,
                seat=self.row(seat),
                by=self.user(seat.person),
                **self.about(person, organisation, empowered),
            ),
        )
        if made:
            made[0].key = made[1].pk

    @rule(number=NTH)
    def answer_anew(self, number):
        sent = nth(number, self.stand_ins(nominated=True))
        if sent and self.model.record == "open":
            seat = self.row(sent.seat)
            self.both(
                lambda: self.model.answer_anew(sent.seat),
                lambda: services.answer_attendance(
                    meeting=self.place.meeting,
                    seat=seat,
                    answer=Attendance.Answer.COMING,
                    deputyship=None,
                    by=seat.user,
                ),
            )

    @rule(person=PERSON)
    def accept(self, person):
        current = Undertaking.objects.current(self.place.group)
        self.moved = True
        self.model.accept(person)
        group_services.accept_undertaking(undertaking=current, by=self.user(person))

    @rule(text=st.sampled_from(["first text", "second text"]))
    def change_text(self, text):
        """Those who keep the record accept it at once: somebody must be able to go on."""
        current = Undertaking.objects.current(self.place.group)
        first = Undertaking.objects.get(group=self.place.group, number=1).text
        words = first if text == "first text" else text
        self.both(
            lambda: self.model.change_text(text),
            lambda: group_services.change_undertaking(
                group=self.place.group, text=words, number=current.number, by=self.user("first")
            ),
        )
        for keeper in KEEPERS:
            self.accept(keeper)

    # Guests, named readers and limits

    @rule(person=PERSON, organisation=ORGANISATION, by=ACTOR)
    def invite_guest(self, person, organisation, by):
        by = self.actor(by, "item")
        if by:
            about = self.about(person, organisation, empowered=False)
            del about["empowered"]
            self.both(
                lambda: self.model.invite_guest(person, organisation, by),
                lambda: services.invite_guest(item=self.thing("item"), by=self.user(by), reason="knows it", **about),
            )

    @rule(person=PERSON, by=ACTOR)
    def end_guest(self, person, by):
        by = self.actor(by)
        self.both(
            lambda: self.model.end_guest(person),
            lambda: services.end_guest(item=self.thing("item"), person=self.user(person).public_id, by=self.user(by)),
        )

    @rule(number=NTH, agreed=st.booleans(), by=ACTOR)
    def answer_reader(self, number, agreed, by):
        waiting = [(kind, g) for kind, thing in self.model.things.items() for g in thing.grants if g.waits]
        chosen = nth(number, waiting)
        if not chosen:
            return
        kind, grant = chosen
        by = self.actor(by)
        grant = next(g for of, g in waiting if of == kind and g.person == grant.person)
        self.both(
            lambda: self.model.answer_grant(kind, grant, agreed, by),
            lambda: group_services.answer_reader(
                thing=self.thing(kind), person=self.user(grant.person), agreed=agreed, by=self.user(by)
            ),
        )

    @rule(kind=KIND, marking=MARKING, audience=AUDIENCE, readers=st.lists(NTH, min_size=1, max_size=3), by=ACTOR)
    def set_limits(self, kind, marking, audience, readers, by):
        by = self.actor(by, kind)
        if not by:
            return
        live = [seat for seat in self.model.seats if seat.live]
        seats = list({seat.person: seat for seat in (nth(number, live) for number in readers)}.values())
        made = self.both(
            lambda: self.model.set_limits(kind, marking, audience, seats, by),
            lambda: group_services.set_limits(
                thing=self.thing(kind),
                marking=marking,
                audience=audience,
                readers=[self.row(seat) for seat in seats],
                reason="they need it",
                by=self.user(by),
            ),
        )
        if made:
            assert (made[0] is None) == (made[1] is None)
            if made[0]:
                made[0].key = made[1].pk

    @rule(number=NTH, agreed=st.booleans(), by=ACTOR)
    def answer_widening(self, number, agreed, by):
        wish = nth(number, self.model.wishes[::-1])
        by = self.actor(by, wish.thing) if wish else None
        if by:
            widening = Widening.objects.get(pk=wish.key)
            self.both(
                lambda: self.model.answer_wish(wish, agreed, by),
                lambda: group_services.answer_widening(widening=widening, agreed=agreed, by=self.user(by)),
            )

    @precondition(lambda self: self.model.record == "open")
    @rule()
    def close(self):
        self.moved, self.model.record = True, "draft"
        services.close_meeting(meeting=self.place.meeting, by=self.user("first"))

    @rule(to=st.sampled_from(["at chair", "circulated", "draft", "approved"]), by=ACTOR)
    def move(self, to, by):
        by = self.actor(by)
        move = {
            "at chair": services.send_minutes_to_chair,
            "circulated": services.circulate_minutes,
            "draft": services.recall_minutes,
            "approved": services.approve_minutes,
        }[to]
        minutes = type(self.place.minutes).objects.get(pk=self.place.minutes.pk)
        if not minutes.is_final:
            give_reasons(minutes)  # they do not go round without, which is tested in tests/meetings/test_reasons.py
        self.both(lambda: self.model.move_record(to), lambda: move(minutes=minutes, by=self.user(by)))
