"""The room's part of the run page: who is here, who comes for an item, who has an interest, who accepted the rules."""

from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404
from django.urls import reverse

from groups.built_for_readers import built_once_for_readers
from groups.models import Deputyship
from meetings import services
from meetings.following import by_rank
from meetings.models import AgendaItem, Attendance, Declaration, GuestLine, Nomination
from meetings.room import OfAnItem, must_step_out, nobody_for, on_roll_with_stays, quorum_over_time, seated
from meetings.room_forms import DeclareInterestForm, GuestForm, NameDeputyForm

Came, Answer = Attendance.Came, Attendance.Answer
HAVE_A_FORM = {"deputy_named", "guest_came", "declare"}


class RoomDesk:
    """Like the desk that it belongs to: a word, and behind a colon the line of the roll that it is about."""

    def __init__(self, desk):
        self.meeting, self.by, self.item = desk.meeting, desk.user, desk.item
        self.verb, self.about, self.posted = desk.verb, desk.about, desk.posted
        self.visible = {line.item.pk: line.item for line in desk.lines if line.item}
        self.doing = {
            **{came.value: self._mark for came in Came},
            "said_so": lambda: services.mark_who_said_so(meeting=self.meeting, by=self.by),
            "out_all": lambda: services.send_out(meeting=self.meeting, lines=self._who_must_go(), by=self.by),
            "left": lambda: services.leave_room(attendance=self._line(), by=self.by),
            "out": lambda: services.leave_room(attendance=self._line(), for_item_only=True, by=self.by),
            "returned": lambda: services.return_to_room(attendance=self._line(), by=self.by),
            "stayed": lambda: services.undo_leaving(attendance=self._line(), by=self.by),
            "late": lambda: services.set_arrival(attendance=self._line(), late=True, by=self.by),
            "start": lambda: services.set_arrival(attendance=self._line(), late=False, by=self.by),
            "accept": lambda: services.accept_statement_for_one(attendance=self._line(), by=self.by),
            "accept_all": lambda: services.accept_statement(meeting=self.meeting, by=self.by),
            "each": lambda: services.ask_each_to_confirm(meeting=self.meeting, by=self.by),
            "deputy_named": self._name_deputy,
            "guest_came": self._add_guest,
            "declare": self._declare,
            **{f"guest_{came.value}": self._mark_guest for came in GuestLine.Came},
        }

    @cached_property
    def roll(self):
        return missing_first(seated(_roll_for(self.by, self.meeting.pk), self.meeting))

    @cached_property
    def forms(self):
        items = list(self.visible.values())
        return {
            "deputy_named": NameDeputyForm(self._posted("deputy_named"), prefix="deputy", roll=self.roll),
            "guest_came": GuestForm(self._posted("guest_came"), prefix="guest"),
            "declare": DeclareInterestForm(self._posted("declare"), prefix="interest", roll=self.roll, items=items),
        }

    def _posted(self, verb):
        return self.posted if self.verb == verb else None

    @property
    def form(self):
        """That of the button which was pressed, if it has one. The others ask for the roll: they wait for the page."""
        return self.forms[self.verb] if self.verb in HAVE_A_FORM else None

    def _line(self, public_id=None):
        return _found(self.meeting.roll.filter(public_id=public_id or self.about, on_roll=True))

    def _mark(self):
        line, _, deputy = self.about.partition(":")
        attendance = self._line(line)
        deputyship = self._deputy_for(attendance, deputy) if self.verb == Came.DEPUTY else None
        services.mark_attendance(attendance=attendance, came=self.verb, deputyship=deputyship, by=self.by)

    def _deputy_for(self, attendance, chosen):
        """The one chosen; else whom the member said they would send, or their first deputy."""
        rows = [
            self.meeting.nominations.active().filter(seat=attendance.seat_id),
            Deputyship.objects.active().filter(membership=attendance.seat_id).in_order(),
        ]
        nominated, deputies = [list(found.select_related("user", "organisation")) for found in rows]
        if chosen:
            return _found([deputy for deputy in [*nominated, *deputies] if deputy.public_id == chosen])
        sent = [deputy for deputy in deputies if deputy.user_id == attendance.person_id]
        return next(iter([*nominated, *sent, *deputies]), None)

    def _who_must_go(self):
        """From the item that the meeting is at now, though another may have stood on the page."""
        item = self.visible.get(self.meeting.current_item_id)
        return must_step_out(item, [line for line in self.roll if line.sits])

    def address_to_correct(self):
        return reverse("meetings:attendance_correct", args=[self._line().public_id])

    def _name_deputy(self):
        named = self.forms["deputy_named"].cleaned_data
        services.mark_attendance(
            attendance=self._line(named["line"]), came=Came.DEPUTY, deputyship=named["deputyship"], by=self.by
        )

    def _add_guest(self):
        services.add_guest(item=_found([self.item]), by=self.by, **self.forms["guest_came"].cleaned_data)

    def _mark_guest(self):
        guests = self.meeting.guests_on_roll.filter(item__in=self.visible).select_related("item", "group")
        guest = _found(guests.filter(public_id=self.about))
        services.mark_guest(guest=guest, came=self.verb.removeprefix("guest_"), by=self.by)

    def _declare(self):
        declared = dict(self.forms["declare"].cleaned_data)
        line = self._line(declared.pop("line"))
        item = _found([item for item in self.visible.values() if item.public_id == declared["item"]])
        services.declare_interest(attendance=line, by=self.by, **{**declared, "item": item})

    def context(self):
        spans = quorum_over_time(self.meeting, self.roll)
        here = [line for line in self.roll if line.sits]
        accepted = [line for line in here if line.sits.accepted_at]
        guests = self.roll[0].guests_kept if self.roll else []
        declarations = [declared for line in self.roll for declared in line.declared]
        return {
            "roll": self.roll,
            "here": len(here),
            "said_so": [line for line in self.roll if (line.came, line.answer) == (Came.NOT_HERE, Answer.COMING)],
            "areas": self.meeting.rules["five"],
            "quorum": spans[-1].quorum,
            "quorum_span": spans[-1],
            "nobody_for": nobody_for(spans[-1], self.meeting.rules),
            "step_out": must_step_out(self.item, here),
            "accepted": accepted,
            "yet_to_accept": [line for line in here if line not in accepted],
            "guests": [OfAnItem(guest["number"], guest["came"], guest) for guest in guests],
            "declarations": [OfAnItem(declared["number"], "", declared) for declared in declarations],
            "room_forms": self.forms,
        }


@built_once_for_readers
def _roll_for(reader, meeting):
    readable = AgendaItem.objects.visible_to(reader).filter(meeting=meeting).order_by().values("pk")
    return on_roll_with_stays(meeting).annotate(**_stand_ins(), **_of_items(readable))


def _stand_ins():
    """Annotations of the roll: who could sit in the seat, those nominated for this meeting before the standing ones."""
    about = JSONObject(public_id="public_id", name="name")
    nominated = Nomination.objects.active().filter(meeting=OuterRef("meeting"), seat=OuterRef("seat"))
    deputies = Deputyship.objects.active().filter(membership=OuterRef("seat")).in_order()
    return {
        "nominated": ArraySubquery(nominated.values(json=about)),
        "deputies": ArraySubquery(deputies.values(json=about)),
    }


def _of_items(readable):
    """Annotations of the roll, which cost no query of their own: of the items that the runner may read, the guests
    (with each line) and the interests (with their own).
    """
    names = ["name", "organisation", "reason", "public_id", "came"]
    guests = GuestLine.objects.filter(meeting=OuterRef("meeting"), item__in=readable)
    declared = Declaration.objects.filter(line=OuterRef("pk"), item__in=readable)
    return {
        "guests_kept": ArraySubquery(
            guests.values(json=JSONObject(number="item__number", **{name: name for name in names}))
        ),
        "declared": ArraySubquery(
            declared.values(json=JSONObject(number="item__number", name="name", interest="interest", done="done"))
        ),
    }


def missing_first(roll):
    """Who has not been marked, who has gone out, and everybody else by rank."""
    return sorted(by_rank(roll), key=lambda line: (line.came != Came.NOT_HERE, not (line.sittings and not line.sits)))


def _found(things):
    thing = next(iter(things), None)
    if thing is None:
        raise Http404
    return thing
