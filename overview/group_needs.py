"""What a group itself needs of a person: seats, undertaking, terms of reference and subgroups."""

from collections import Counter
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written

from groups.access import groups_of
from groups.bound import last_accepted_at
from groups.built_for_readers import built_once_for_readers
from groups.custody import orphans_in
from groups.leaves import leaf_of
from groups.models import (
    Acceptance,
    Deputyship,
    Membership,
    Participation,
    TermsAnswer,
    TermsReply,
    TermsVersion,
)
from groups.reviews import ASKED_BEFORE
from groups.roles import Permission, Role
from groups.sensitivity import LOOKERS_ON
from groups.terms_notices import BEFORE_REVIEW
from groups.wishes import wishes_for
from meetings.models import Meeting, Nomination
from meetings.reports import with_next_meeting
from overview.decision_needs import decisions_to_review
from overview.need import Need, day_of, groups_where, spoken
from overview.paper_needs import reports_to_read, reports_waiting, summaries_waiting
from overview.subgroups import subgroups_in_hand

REPORT_ASKED_FOR = timedelta(days=28)  # before the meeting


# Seats ----------------------------------------------------------------------------------------------------------------


@built_once_for_readers
def groups_in_hand(user, *, more=dict):
    """This person's groups, with who leads them and the names that wait to be confirmed; `more` annotations."""
    leaders = Membership.objects.active().filter(group=OuterRef("pk"), role__in=[Role.CHAIR, Role.SECRETARY])
    groups = groups_of(user).select_related("lead_authority", "parent")
    return groups.annotate(
        leaders=ArraySubquery(leaders.order_by("role", "starts_at").values(json=JSONObject(name="name", role="role"))),
        seats_waiting=_waiting(Membership, user),
        deputies_waiting=_waiting(Deputyship, user),
        nominations_waiting=_nominations_waiting(user),
        seats_to_review=_to_review(Membership, user),
        deputies_to_review=_to_review(Deputyship, user),
        terms_put=_terms_put(),
        terms_review_on=_terms_review_on(),
        summaries_waiting=summaries_waiting(user),
        reports_waiting=reports_waiting(),
        reports_to_read=reports_to_read(user),
        has_met=Exists(Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.HELD)),
        has_confirmer=Exists(leaders.exclude(confirmed_by=None)),
        undertaking_accepted_at=last_accepted_at(user, "pk"),
        authorities_waiting=_authorities_waiting(user),
        subgroup_rows=subgroups_in_hand(),
        decisions_to_review=decisions_to_review(user),
        **more(),
    )


def to_be_set_up(groups, hats):
    keeps = groups_where(hats, Permission.MANAGE_MEMBERS)
    for group in groups:
        if group.pk in keeps and not group.has_met:
            yield Need(
                group,
                "Set the group up, a step after the other",
                "From the first invitation to a year of dates and the terms of reference. The list shows what is done.",
                reverse("overview:group_start", args=[group.public_id]),
            )


def _waiting(kind_of_seat, user):
    seats = kind_of_seat.objects.active().filter(group=OuterRef("pk"), confirmed_by=None)
    return ArraySubquery(seats.exclude(user=user).exclude(granted_by=user).order_by("name").values("name"))


def _nominations_waiting(user):
    sent = Nomination.objects.active().filter(group=OuterRef("pk"), confirmed_by=None)
    about = JSONObject(name="name", public_id="public_id")
    return ArraySubquery(sent.exclude(user=user).exclude(granted_by=user).order_by("name").values(json=about))


def _authorities_waiting(user):
    wishes = Participation.objects.waiting().filter(group=OuterRef("pk")).exclude(asked_by=user)
    return ArraySubquery(wishes.order_by("pk").values("authority__name"))


def seats_to_confirm(groups, hats):
    confirms = groups_where(hats, Permission.CONFIRM_MEMBERS)
    owns = {hat.group_id for hat in hats if hat.role == Role.SENIOR_OWNER}
    for group in groups:
        names = [*group.seats_waiting, *group.deputies_waiting]
        if names and (group.pk in confirms or (group.pk in owns and not group.has_confirmer)):
            yield Need(
                group,
                f"Confirm the seat of {names[0]}" if len(names) == 1 else f"Confirm {len(names)} seats",
                "Until somebody inside the group confirms a seat, nothing OFFICIAL-SENSITIVE opens to it.",
                reverse("groups:member_list", args=[group.public_id]),
            )


def _to_review(kind_of_seat, user):
    soon = kind_of_seat.objects.to_review_within(ASKED_BEFORE).filter(group=OuterRef("pk")).exclude(user=user)
    return ArraySubquery(soon.order_by("review_by").values("review_by"))


def access_to_review(by_id, hats):
    """For whoever keeps the members by a seat of their own, from four weeks before the first lapses."""
    for group in (by_id[group_id] for group_id in groups_where(seated(hats), Permission.MANAGE_MEMBERS)):
        lapse_at = [*group.seats_to_review, *group.deputies_to_review]
        if lapse_at:
            yield Need(
                group,
                "Say whether one place here is still right"
                if len(lapse_at) == 1
                else f"Say whether {len(lapse_at)} places here are still right",
                "A place that nobody confirms within half a year ends by itself.",
                reverse("groups:access_review", args=[group.public_id]),
                day_of(min(lapse_at)),
            )


def seated(hats):
    return [hat for hat in hats if hat.seat_id]


def deputies_to_confirm(by_id, hats):
    confirms = groups_where(hats, Permission.CONFIRM_MEMBERS)
    for group in (by_id[group_id] for group_id in confirms):
        for nomination in group.nominations_waiting:
            yield Need(
                group,
                f"Confirm {nomination['name']} for one meeting",
                "They stand in for a member this time. Until then nothing OFFICIAL-SENSITIVE opens to them.",
                reverse("meetings:nomination_confirm", args=[nomination["public_id"]]),
            )


def authorities_to_let_in(groups, hats):
    confirms = groups_where(hats, Permission.CONFIRM_MEMBERS)
    for group in groups:
        for name in group.authorities_waiting if group.pk in confirms else []:
            yield Need(
                group,
                f"Agree or refuse: {name} takes part",
                "Those who sit here for it would read what is for “the authority”.",
                reverse("groups:authority_list", args=[group.public_id]),
            )


def second_answers(user, by_id, hats):
    groups = groups_where(hats, Permission.SET_AUDIENCE)
    for wish, thing in wishes_for(user, groups) if groups else []:
        leaf = leaf_of(thing)
        yield Need(
            by_id[wish.group_id],
            f"Agree or refuse: who may read {leaf.called(thing).lower()}",
            "Somebody asks that more people read it, and it takes a second person.",
            reverse(leaf.page, args=[thing.public_id]),
        )


def without_reader(by_id, hats):
    groups = groups_where(hats, Permission.RESTORE_CUSTODY)
    found = Counter(orphan.group_id for orphan in orphans_in(groups)) if groups else {}
    for group_id, number in found.items():
        yield Need(
            by_id[group_id],
            f"Name a reader for what nobody reads any more: {number}",
            "Those who were named have left. Chair and senior owner do this together.",
            reverse("groups:custody_list", args=[by_id[group_id].public_id]),
        )


def undertakings(by_id, hats):
    bound = {hat.group_id: hat.undertaken for hat in hats if hat.seat_id and hat.role not in LOOKERS_ON}
    for group_id, holds in bound.items():
        group = by_id[group_id]
        last = Acceptance(at=group.undertaking_accepted_at) if group.undertaking_accepted_at else None
        if not holds or last.runs_out_soon:
            yield Need(
                group,
                "Accept the handling undertaking again" if last else "Accept the handling undertaking",
                _why_accept(holds, last),
                reverse("groups:undertaking_accept", args=[group.public_id]),
                day_of(last.holds_until) if last else timezone.localdate(),
            )


def _why_accept(holds, last):
    closed = "Until you do, the OFFICIAL-SENSITIVE parts of this group stay closed to you. It holds for a year."
    if not last:
        return closed
    runs_out = spoken(last.holds_until)
    return f"It runs out on {runs_out}; accept it again." if holds else f"It ran out on {runs_out}. {closed}"


# Terms of reference ---------------------------------------------------------------------------------------------------


def _terms_put():
    """The version that is with the members, if there is one, with all that was said about it, oldest first."""
    replied = Exists(TermsReply.objects.filter(objection=OuterRef("pk")))
    fields = {name: name for name in ["public_id", "seat_id", "name", "stands_in", "agrees"]}
    said = TermsAnswer.objects.filter(version=OuterRef("pk")).order_by("pk")
    put = TermsVersion.objects.filter(group=OuterRef("pk"), state=TermsVersion.State.PUT)
    lines = ArraySubquery(said.values(json=JSONObject(**fields, replied=replied)))
    return ArraySubquery(put.values(json=JSONObject(public_id="public_id", number="number", said=lines)))


def _terms_review_on():
    return Subquery(TermsVersion.objects.agreed().filter(group=OuterRef("pk")).values("review_on")[:1])


def _voice_of(terms, seat_id):
    """What counts of that seat: the member's own word, or else the deputy's; None while it is silent."""
    said = [answer for answer in terms["said"] if answer["seat_id"] == seat_id]
    own = [answer for answer in said if not answer["stands_in"]]
    return (own or said or [None])[-1]


def terms_asked(by_id, hats):
    for hat in [hat for hat in hats if Permission.AGREE_TERMS in hat.permissions]:
        for terms in by_id[hat.group_id].terms_put:
            voice = _voice_of(terms, hat.seat_id)
            if voice is None:
                says, why = "Say whether you agree to the terms of reference {}", "Agree, or object with a reason."
            elif not voice["agrees"] and voice["replied"]:
                says, why = (
                    "Read the answer to your objection to the terms {}",
                    "You may change your mind, or let it stand.",
                )
            else:
                continue
            page = reverse("groups:terms_answer", args=[terms["public_id"]])
            yield Need(by_id[hat.group_id], says.format(terms["number"]), why, page)


def objections(by_id, hats):
    for group in (by_id[group_id] for group_id in groups_where(hats, Permission.PUT_TERMS_TO_MEMBERS)):
        for terms in group.terms_put:
            voices = [_voice_of(terms, seat_id) for seat_id in {answer["seat_id"] for answer in terms["said"]}]
            for voice in voices:
                if not voice["agrees"] and not voice["replied"]:
                    yield Need(
                        group,
                        f"Answer the objection of {voice['name']}",
                        f"The terms {terms['number']} cannot be adopted before each objection has an answer.",
                        reverse("groups:terms_objection_answer", args=[voice["public_id"]]),
                    )


def reviews(by_id, hats):
    """For who writes the terms, from four weeks before the day."""
    for group in (by_id[group_id] for group_id in groups_where(hats, Permission.EDIT_TERMS)):
        day = group.terms_review_on
        if day and day <= timezone.localdate() + BEFORE_REVIEW and not group.terms_put:
            yield Need(
                group,
                "Review the terms of reference",
                "Begin a new draft with the words of today, and put it to the members.",
                reverse("groups:terms_detail", args=[group.public_id]),
                day,
            )


# Subgroups ------------------------------------------------------------------------------------------------------------


def reports_owed(by_id, hats):
    """To the parent's next meeting, from four weeks before it."""
    writers = [by_id[group_id] for group_id in groups_where(hats, Permission.WRITE_REPORT)]
    subgroups = [group for group in writers if group.parent_id and not group.closed_at]
    for group in with_next_meeting(subgroups) if subgroups else []:
        if group.reports_to_at and not group.sent and group.reports_to_at <= timezone.now() + REPORT_ASKED_FOR:
            yield Need(
                by_id[group.pk],
                f"Report to {group.parent} before {spoken(group.reports_to_at)}",
                f"It meets then. Say how the work of {group} goes, in a few lines.",
                reverse("meetings:report_write", args=[group.public_id]),
                day_of(group.reports_to_at),
            )


def subgroups_that_end(groups, hats):
    arranges = groups_where(hats, Permission.ARRANGE_GROUP)
    for group in groups:
        if group.is_past_its_end and group.pk in arranges:
            yield Need(
                group,
                f"Renew or close {group}",
                f"It was to end on {written(group.ends_on, 'j F')}.",
                reverse("groups:subgroup_renew", args=[group.public_id]),
                group.ends_on,
            )
