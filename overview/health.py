"""The health of a group in plain words: what is not as it should be, why it matters, and the click that mends it.

What a reader may not read counts for nothing here.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject, Now
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Update
from groups.access import undertaking_accepted
from groups.governance import senior_owners_of
from groups.models import PAPG, Membership, StandingItem
from groups.roles import Permission, Role
from groups.sensitivity import LOOKERS_ON
from maturity.models import Assessment
from meetings.models import Meeting, Minutes
from overview.board import checks_in
from overview.drift import agreed_terms, drift_of
from overview.need import spoken

SILENT, YEAR, FORTNIGHT = timedelta(days=60), timedelta(days=365), timedelta(days=14)


@dataclass(frozen=True)
class Finding:
    says: str
    why: str
    mends: str  # the words of the link that mends it
    url: str
    by: Permission  # who may follow it

    @classmethod
    def at(cls, route, group, **said):
        return cls(url=reverse(route, args=[group.public_id]), **said)


def health_of(group, user, may):
    """What `may` not see the results is told nothing of assessments."""
    facts = _facts(group, user)
    return [
        *_table(group, facts),
        *_left_behind(group, facts),
        *_bound(group, facts),
        *_governed(group, facts),
        *_agreed(group, facts),
        *_meets(group, facts),
        *_minutes(group),
        *_plan(group, user),
        *(_assessed(group, facts) if Permission.VIEW_RESULTS in may else []),
    ]


def _facts(group, user):
    """What needs no more than a yes, a no or a number, in one query."""
    seats = Membership.objects.active().filter(group=OuterRef("pk"))
    without = seats.exclude(role__in=LOOKERS_ON).exclude(undertaking_accepted())
    planned = Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.PLANNED, starts_at__gt=Now())
    closed = Assessment.objects.filter(group=OuterRef("pk"), closed_at__gt=Now() - YEAR)
    return (
        PAPG.objects.select_related("governance")
        .annotate(
            without_undertaking=_number_of(without),
            waiting=_number_of(seats.unconfirmed()),
            has_secretary=Exists(seats.filter(role=Role.SECRETARY)),
            has_owner=Exists(senior_owners_of(OuterRef("lead_authority"))),
            has_dates=Exists(planned),
            left_behind=_who_left_something(user),
            has_results=Exists(closed),
            **agreed_terms(),
        )
        .get(pk=group.pk)
    )


def _number_of(seats):
    return Coalesce(Subquery(seats.order_by().values("group").annotate(number=Count("pk")).values("number")), 0)


def _who_left_something(user):
    """The seats that have ended and still hold something that this person may read."""
    actions = Action.objects.visible_to(user).open().filter(owner=OuterRef("pk"))
    items = StandingItem.objects.visible_to(user).filter(owner=OuterRef("pk"))
    ended = Membership.objects.filter(Exists(actions) | Exists(items), group=OuterRef("pk"), ends_at__lte=Now())
    about = JSONObject(public_id="public_id", name="name")
    return ArraySubquery(ended.order_by("ends_at").values(json=about))


def counted(number, one, many):
    return one if number == 1 else many.format(number)


# People ---------------------------------------------------------------------------------------------------------------


def _table(group, facts):
    """What the guidance would have otherwise and nobody has answered: as the coverage board has it."""
    for check in [] if group.parent_id else checks_in(group):  # a subgroup is for one matter
        if check.is_open:
            yield Finding(check.title, check.why, check.mend, check.url_of_what_mends_it, Permission.MANAGE_MEMBERS)
    if not facts.has_secretary:
        yield Finding.at(
            "groups:member_invite",
            group,
            says="The group has no secretary",
            why="Nobody but the chair keeps agenda, minutes and plan.",
            mends="Invite one, or change the role of a seat",
            by=Permission.MANAGE_MEMBERS,
        )
    if waiting := facts.waiting:
        yield Finding.at(
            "groups:member_list",
            group,
            says=counted(waiting, "A seat waits to be confirmed", "{} seats wait to be confirmed"),
            why="Until somebody inside the group confirms a seat, nothing OFFICIAL-SENSITIVE opens to it.",
            mends="Look at the seats",
            by=Permission.CONFIRM_MEMBERS,
        )


def _left_behind(group, facts):
    for seat in facts.left_behind:
        yield Finding(
            says=f"{seat['name']} has left, and what they had to do is with nobody",
            why="Their actions and standing items wait until somebody takes them.",
            mends="Hand it over",
            url=reverse("overview:leaver", args=[seat["public_id"]]),
            by=Permission.MANAGE_MEMBERS,
        )


def _bound(group, facts):
    if without := facts.without_undertaking:
        yield Finding.at(
            "groups:member_list",
            group,
            says=counted(
                without,
                "A member has not accepted the handling undertaking",
                "{} members have not accepted the handling undertaking",
            ),
            why="Nothing OFFICIAL-SENSITIVE opens to them; they are asked for it on their home page.",
            mends="See who they are",
            by=Permission.MANAGE_MEMBERS,
        )


def _governed(group, facts):
    if not (facts.has_owner and facts.governance.is_recorded):
        yield Finding.at(
            "groups:governance_edit",
            group,
            says="It is not recorded whom the group answers to",
            why="The guidance asks for oversight, for a way to take a matter further, and for recognition.",
            mends="Record it",
            by=Permission.EDIT_TERMS,
        )


def _agreed(group, facts):
    """No terms that hold, or practice that has left them."""
    for says in drift_of(facts) if facts.terms_agreed else ["The group has agreed no terms of reference"]:
        yield Finding.at(
            "groups:terms_detail",
            group,
            says=says,
            why="Agreed terms say what each member brings, and are what the group can be held to.",
            mends="Open the terms",
            by=Permission.EDIT_TERMS,
        )


# Meetings -------------------------------------------------------------------------------------------------------------


def _meets(group, facts):
    if not facts.has_dates:
        yield Finding.at(
            "meetings:meeting_plan",
            group,
            says="No meeting is planned",
            why="Members are busy: dates set well ahead bring them to the table.",
            mends="Plan a year of dates",
            by=Permission.SCHEDULE_MEETINGS,
        )


def _minutes(group):
    held = Minutes.objects.filter(group=group, meeting__state=Meeting.State.HELD).exclude(state=Minutes.State.APPROVED)
    late = held.filter(meeting__starts_at__lt=Now() - FORTNIGHT).select_related("meeting")
    for minutes in late.order_by("meeting__starts_at"):
        yield Finding.at(
            "meetings:minutes_detail",
            minutes,
            says=f"The minutes of {spoken(minutes.meeting.starts_at)} are not approved",
            why="Until then they are not the group’s record, and can still be changed.",
            mends="Open them",
            by=Permission.APPROVE_MINUTES,
        )


# Work -----------------------------------------------------------------------------------------------------------------


def _plan(group, user):
    actions = Action.objects.visible_to(user).open().filter(group=group)
    spoken_of = Update.objects.filter(action=OuterRef("pk"), at__gt=Now() - SILENT)
    counts = actions.aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=timezone.localdate())),
        silent=Count("pk", filter=Q(raised_at__lt=Now() - SILENT) & ~Exists(spoken_of)),
    )
    for number, one, many in [
        (counts["overdue"], "An action is overdue", "{} actions are overdue"),
        (counts["silent"], "Of an action nothing was heard for 60 days", "Of {} actions nothing was heard for 60 days"),
    ]:
        if number:
            yield Finding.at(
                "actions:action_plan",
                group,
                says=counted(number, one, many),
                why="What was agreed and is not done is what an inquiry asks about first.",
                mends="Open the action plan",
                by=Permission.VIEW_GROUP,
            )


def _assessed(group, facts):
    if not facts.has_results:
        yield Finding.at(
            "maturity:assessment_list",
            group,
            says="The group has closed no assessment for a year",
            why="Without one nobody knows where the authority is weakest, and whether it is getting better.",
            mends="Open the assessments",
            by=Permission.LEAD_ASSESSMENT,
        )
