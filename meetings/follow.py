"""Other screens follow an open meeting: they ask every few seconds whether anything has changed, at little cost.

What a screen shows hangs on rows of the meeting and on the hats of who looks at it. PostgreSQL gives each version of a
row the number of the transaction that wrote it (`xmin`), so one question tells every change, by whatever service, and
no service has to count along. A screen says which state it shows, and gets 204 for as long as that is the state.
"""

from datetime import timedelta
from hashlib import sha256

from django.db.models import OuterRef, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now

from groups.access import hats_of
from groups.built_for_readers import built_once_for_readers
from groups.sensitivity import in_force
from lib.built_once import built_once
from meetings.agenda import after, agenda_of
from meetings.following import by_rank
from meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionReader,
    Declaration,
    GuestLine,
    ItemReader,
    Meeting,
    MinuteEntry,
    MinuteEntryText,
    Nomination,
    Stay,
)
from meetings.models.standing import with_confirmation
from meetings.room import quorum_over_time, roll_in_the_room

EVERY = 3  # seconds from one question to the next, so that a change is seen within 5
WRITING = timedelta(seconds=30)  # since somebody's text was saved: they are at it
# What shows, and how it hangs on the meeting
FOLLOWED = {
    Meeting: "pk",
    AgendaItem: "meeting",
    ItemReader: "content_object__meeting",
    Attendance: "meeting",
    Stay: "meeting",
    GuestLine: "meeting",
    Declaration: "meeting",
    Nomination: "meeting",
    Decision: "minutes__meeting",
    DecisionReader: "content_object__minutes__meeting",
}
END_BY_THEMSELVES = {ItemReader, DecisionReader}  # on their day, which changes no row
TEXT = len(FOLLOWED)


def state_of(meeting, user):
    """A word that is another one as soon as a screen of this person would show something else."""
    return _word(_what_shows(meeting), _own_hats(meeting, user))


def state_in_the_room(meeting, user, hats_of_all):
    """The same for a screen that shows what everybody there may read; `hats_of_all` as of groups.access.hats_in."""
    everybody = [(person, hat) for person, hats in hats_of_all.items() for hat in hats]
    return _word(_what_shows(meeting), [*_own_hats(meeting, user), *everybody])


def state_for_writers(meeting, user):
    """The same for who writes and sees who else does, with the entries that somebody else has just saved."""
    rows = _rows(meeting.pk)
    return _word(rows, _own_hats(meeting, user)), {
        entry for kind, entry, _, by in rows if kind == TEXT and by != user.pk
    }


def _what_shows(meeting):
    return [row for row in _rows(meeting.pk) if row[0] != TEXT]


def _own_hats(meeting, user):
    return [(user.pk, hat) for hat in hats_of(user, at_meetings=True) if hat.group_id == meeting.group_id]


def _word(rows, hats):
    worn = sorted(str((person, *_standing(hat))) for person, hat in hats)
    return sha256(repr((sorted(rows), worn)).encode()).hexdigest()[:16]


def _standing(hat):
    """What tells one hat from another; the same in every process, which a set's own words are not."""
    place = hat.role.value, hat.seat_id, hat.stands_in, hat.meeting_id
    return *place, sorted(hat.organisation_kinds), hat.in_authority, hat.confirmed, hat.undertaken


@built_once
def _rows(meeting_key):
    """(kind, key, version, 0) of each row that shows; (TEXT, entry, edition, by whom) of each text saved just now."""
    first, *others = [_versions(kind, model, meeting_key) for kind, model in enumerate(FOLLOWED)]
    just_now = MinuteEntryText.objects.filter(thing__minutes__meeting=meeting_key, at__gt=Now() - WRITING)
    return first.union(*others, just_now.values_list(Value(TEXT), "thing", "edition", "by"), all=True)


def _versions(kind, model, meeting_key):
    rows = model.objects.filter(**{FOLLOWED[model]: meeting_key}).order_by()
    if model in END_BY_THEMSELVES:
        rows = rows.filter(in_force())
    version = RawSQL(f'"{model._meta.db_table}"."xmin"::text::bigint', [])  # noqa: S611 -- nobody's words
    return rows.values_list(Value(kind), "pk", version, Value(0))


def has_seen(request, state):
    """Whether a page's script asks for news, and there are none."""
    return "HX-Request" in request.headers and request.GET.get("seen") == state


def writing_beside(meeting, user, entries):
    """[(name, item number)] of who else has just saved one of these entries, as far as this person may read them."""
    if not entries:
        return []
    readable = MinuteEntry.objects.visible_to(user).filter(pk__in=entries)
    texts = MinuteEntryText.objects.filter(thing__in=readable, at__gt=Now() - WRITING).exclude(by=user)
    sits = Stay.objects.filter(meeting=meeting, person=OuterRef("by")).order_by("-began_at").values("name")[:1]
    line = Attendance.objects.filter(meeting=meeting, seat__user=OuterRef("by")).values("name")[:1]
    named = texts.annotate(called=Coalesce(Subquery(sits), Subquery(line), "by__name"))
    return sorted(named.values_list("called", "thing__item__number").distinct())


# What a follower sees: the item, the time, who is here, and decisions once recorded; nothing of what is said ----------


def followed(meeting, user):
    """(context, the sensitive things that it shows)."""
    lines = agenda_of(meeting, user, with_updates=False)
    roll = by_rank(roll_in_the_room(meeting))
    decisions = decided(meeting, user)
    return around(meeting, lines, roll, decisions), [*(line.item for line in lines if line.item), *decisions]


def decided(meeting, user):
    return _decided(user, meeting.pk)


@built_once_for_readers
def _decided(reader, meeting):
    decisions = with_confirmation(Decision.objects.visible_to(reader).filter(minutes__meeting=meeting))
    return decisions.select_related("minutes__meeting").order_by("-number")


def around(meeting, lines, roll, decisions):
    return {
        "lines": lines,
        "current": next((line for line in lines if line.is_current), None),
        "coming": after(lines),
        "roll": roll,
        "here": sum(line.sits is not None for line in roll),
        "quorum": quorum_over_time(meeting, roll)[-1].quorum if meeting.rules else None,
        "decisions": decisions,
        "every": EVERY,
    }
