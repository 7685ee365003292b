"""What hangs on a seat whose member leaves, as whoever sees them off may read it, and who could take each thing.

What they may not read is a number here and nothing else: it stays with the group, for those who may.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.utils.text import Truncator

from actions.models import Action
from groups.access import hats_in
from groups.leaves import LEAVES, leaf_of
from groups.models import Audience, Deputyship, Membership, StandingItem
from groups.models.membership import seated_in
from groups.roles import ROLE_PERMISSIONS, STOOD_IN_FOR_ONLY_IF_EMPOWERED, Permission, Role
from groups.sensitivity import grants_to_read, has_named_readers, within_limits
from lib.dated import live
from maturity.models import Answer, Assessment, asked_of
from meetings.models import AgendaItem, Contribution, Meeting

LINE = 110  # characters of a text that may stand in one line
TO_COME = [Meeting.State.PLANNED, Meeting.State.OPEN]


@dataclass(frozen=True)
class Kind:
    """`of(seat)` gives all of this kind that hangs on the seat; who takes one needs `permission` in their role."""

    name: str
    heading: str
    of: Callable
    says: Callable
    permission: Permission


@dataclass(frozen=True)
class Hanging:
    """One thing that hangs on the seat, the seats that could take it, and which of them is proposed."""

    kind: Kind
    thing: object
    takers: list
    proposed: Membership | None
    may_step_up: bool  # whether a seat that nobody has confirmed could take it

    @property
    def key(self):
        return f"{self.kind.name}-{self.thing.public_id}"

    @property
    def says(self):
        return self.kind.says(self.thing)

    @property
    def called(self):
        """Without its title."""
        return leaf_of(self.thing).called(self.thing)

    @property
    def why_left(self):
        """Why nobody can take it."""
        if self.thing.audience == Audience.NAMED:
            return "It is for named readers: give it to one of them on its own page"
        return "" if self.takers else "No other seat could read it and take it"


@dataclass(frozen=True)
class Leaving:
    """All that hangs on one seat."""

    seat: Membership
    hanging: list
    withheld: int  # things that hang on it and that the reader may not read
    named_for: int  # things for named readers of whom the member is one
    without_reader: int  # of these, what nobody else who sits here reads
    deputies: list
    stands_in_for: list

    @property
    def shown(self):
        return [one.thing for one in self.hanging]

    def of_kind(self):
        """[(heading, things)], of each kind that there is."""
        kinds = [(kind.heading, [one for one in self.hanging if one.kind is kind]) for kind in KINDS]
        return [(heading, found) for heading, found in kinds if found]


def says_left(left):
    """What is said when it is done, of what was left open."""
    return f"Done. Left open, for the group to give to somebody: {', '.join(left)}" if left else "Done"


# The kinds of thing ---------------------------------------------------------------------------------------------------


def _standing(seat):
    return StandingItem.objects.filter(owner=seat)


def _items(seat):
    filed = Contribution.objects.filter(item=OuterRef("pk"), seat=seat).exclude(state=Contribution.State.WRITING)
    items = AgendaItem.objects.filter(owner=seat, meeting__state__in=TO_COME).annotate(is_filed=Exists(filed))
    return items.select_related("meeting").order_by("meeting__starts_at", "place", "number")


def _actions(seat):
    return Action.objects.filter(owner=seat).open().due_first()


def _answers(seat):
    asked = {"assessment__state": Assessment.State.ANSWERING, "answered_at": None, "pk__in": asked_of(seat.user)}
    return Answer.objects.filter(group=seat.group, **asked).with_criteria()


def _says_standing(item):
    return f"Standing item {item.position}: {item.title}"


def _says_item(item):
    owed = item.meeting.state == Meeting.State.PLANNED and not item.is_filed
    line = f"Item {item.number} of meeting {item.meeting.number}: {item.title}"
    return f"{line}. Its update is owed" if owed else line


def _says_action(action):
    return f"Action {action.number}: {Truncator(action.text).chars(LINE)}"


def _says_answer(answer):
    return f"Criterion {answer.criterion.code}: {answer.criterion.title}"


KINDS = [
    Kind("standing", "Standing items", _standing, _says_standing, Permission.FILE_CONTRIBUTION),
    Kind("item", "Items of meetings to come", _items, _says_item, Permission.FILE_CONTRIBUTION),
    Kind("action", "Open actions", _actions, _says_action, Permission.UPDATE_OWN_ACTIONS),
    Kind("answer", "Answers asked of them", _answers, _says_answer, Permission.ANSWER_CRITERIA),
]


# All together ---------------------------------------------------------------------------------------------------------


def leaving_of(seat, user):
    """What the page shows to this person; queries grow neither with what hangs on the seat nor with the members."""
    deputyships = _deputyships(seat)
    takers = _Takers(seat, user, deputyships)
    hanging = [takers.hanging(kind, thing) for kind in KINDS for thing in kind.of(seat).visible_to(user)]
    beside = Counter(word for word, _key in _not_shown(seat, user))
    return Leaving(
        seat,
        hanging,
        beside["withheld"],
        beside["named"],
        beside["alone"],
        [deputyship for deputyship in deputyships if deputyship.membership_id == seat.pk],
        [deputyship for deputyship in deputyships if deputyship.user_id == seat.user_id],
    )


def _deputyships(seat):
    """Of the seat, and those by which its member stands in for others here."""
    here = Q(membership=seat) | Q(user=seat.user_id, group=seat.group_id)
    sits = Membership.objects.not_ended().filter(user=OuterRef("user"), group=OuterRef("group"))
    found = Deputyship.objects.not_ended().filter(here).annotate(sits=Exists(sits))
    return list(found.select_related("membership", "organisation", "user").in_order())


def _not_shown(seat, user):
    """(word, key) of what is only counted, in one query: nothing else of it is loaded."""
    parts = [_worded("withheld", kind.of(seat).exclude(pk__in=_readable(kind, seat, user))) for kind in KINDS]
    for model in [leaf.model for leaf in LEAVES.values() if has_named_readers(leaf.model)]:
        named = grants_to_read(model).filter(user=seat.user_id, content_object__group=seat.group_id)
        others = grants_to_read(model).exclude(user=seat.user_id).filter(user__in=seated_in(seat.group_id))
        alone = named.exclude(Exists(others.filter(content_object=OuterRef("content_object"))))
        parts += [_worded("named", named), _worded("alone", alone)]
    return parts[0].union(*parts[1:], all=True)


def _readable(kind, seat, user):
    return kind.of(seat).visible_to(user).order_by().values("pk")


def _worded(word, rows):
    word = Value(word, output_field=CharField())
    return rows.select_related(None).order_by().annotate(word=word, key=F("pk")).values_list("word", "key")


# Who could take it ----------------------------------------------------------------------------------------------------


class _Takers:
    """The other seats of the group, those that stand nearest first."""

    def __init__(self, seat, user, deputyships):
        self.seat, self.user = seat, user
        self.deputies = [deputyship.user_id for deputyship in deputyships if _acts_for(deputyship, seat)]
        seats = Membership.objects.filter(live() | Q(pk=seat.pk), group=seat.group_id)
        seats = list(seats.select_related("organisation").prefetch_related("areas").order_by("name"))
        self.areas = {area for other in seats if other == seat for area in other.areas.all()}
        self.seats = sorted([other for other in seats if other != seat], key=self._distance)
        self.hats = {hat.seat_id: hat for hats in hats_in(seat.group).values() for hat in hats if _is_own(hat)}

    def hanging(self, kind, thing):
        takers = [other for other in self.seats if self._could_take(other, kind, thing)]
        proposed = takers[0] if takers and self._distance(takers[0]) < FAR else None
        may_step_up = _fits(Role(self.seat.role), kind, thing) and not thing.is_sensitive
        return Hanging(kind, thing, takers, proposed, may_step_up)

    def _distance(self, other):
        """A deputy who sits, in their order; then who speaks for the same area; then the same organisation."""
        if other.user_id in self.deputies:
            return 0, self.deputies.index(other.user_id)
        if self.areas & set(other.areas.all()):
            return 1, 0
        return (2, 0) if other.organisation_id == self.seat.organisation_id else FAR

    def _could_take(self, other, kind, thing):
        hat = self.hats.get(other.pk)
        to_oneself = kind.name == "answer" and other.user_id == self.user.pk  # who asks does not ask themselves
        if hat is None or to_oneself or not _fits(hat.role, kind, thing):
            return False
        return within_limits(hat, thing.audience, thing.marking)


FAR = (3, 0)  # not near enough to be proposed


def _is_own(hat):
    return hat.seat_id and not hat.stands_in and not hat.meeting_id


def _fits(role, kind, thing):
    return thing.audience != Audience.NAMED and kind.permission in ROLE_PERMISSIONS[role]


def _acts_for(deputyship, seat):
    of_this = deputyship.membership_id == seat.pk
    return of_this and (deputyship.empowered or seat.role not in STOOD_IN_FOR_ONLY_IF_EMPOWERED)
