"""Who somebody is in which group, and what they may do there now. Derived from live seats, deputyships and offices."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Now
from django.db.models.lookups import IsNull
from django.http import Http404

from groups.models import (
    PAPG,
    Acceptance,
    Deputyship,
    Membership,
    Office,
    TermsSection,
    TermsVersion,
    Undertaking,
)
from groups.models.undertaking import UNDERTAKING_HOLDS
from groups.roles import (
    OF_AN_AUTHORITY,
    READ_THE_LOG,
    ROLE_PERMISSIONS,
    STOOD_IN_FOR_ONLY_IF_EMPOWERED,
    Permission,
    Role,
)
from lib.built_once import built_once
from lib.dated import live

LETS_PEOPLE_IN = {Permission.MANAGE_MEMBERS, Permission.CONFIRM_MEMBERS}
# Whoever stands in for one meeting may do with that meeting's things what the member may; nothing else of the group.
GIVEN_AT_A_MEETING = {
    Permission.VIEW_GROUP,
    Permission.EDIT_AGENDA,
    Permission.FILE_CONTRIBUTION,
    Permission.RUN_MEETING,
    Permission.RECORD_ATTENDANCE,
    Permission.EDIT_MINUTES,
    Permission.CIRCULATE_MINUTES,
    Permission.PROPOSE_CORRECTION,
    Permission.APPROVE_MINUTES,
}


@dataclass(frozen=True)
class Hat:
    """One way of being in one group. A thing is readable when one hat alone satisfies every part of the rule."""

    group_id: int | None  # None: an office in an authority that leads no group yet
    role: Role
    seat_id: int | None = None  # the membership, one's own or stood in for; None for an office
    stands_in: bool = False
    organisation_kinds: frozenset = frozenset()  # for a deputy both the member's and their own
    in_authority: bool = False  # each of those organisations leads or takes part in the group
    confirmed: bool = False
    undertaken: bool = False
    meeting_id: int | None = None  # a nomination holds at one meeting; every other hat in the whole group
    name: str = ""  # what the group calls whoever wears it, and whom they speak for
    organisation: str = ""

    def covers(self, thing):
        """Whether this hat is worn where the thing is: in its group, and for a nomination at its meeting."""
        return self.group_id == thing.group_id and self.meeting_id in (None, thing.of_meeting)

    @property
    def permissions(self):
        """An unconfirmed seat lets nobody in: accounts that nobody has looked at could otherwise let in each other."""
        given = ROLE_PERMISSIONS[self.role] - OF_AN_AUTHORITY
        if self.meeting_id:
            return given & GIVEN_AT_A_MEETING
        return given if self.confirmed or self.seat_id is None else given - LETS_PEOPLE_IN


def hats_of(user, at_meetings=False):
    """The hats that this person wears in whole groups, now; `at_meetings`: and those for one meeting alone.

    The middleware lets it look once a request; nothing is kept longer.
    """
    hats = getattr(user, "hats_in_this_request", None)
    if hats is None:
        hats = [hat for _person, hat in _hats(_rows_of_person(user.pk))]
        if hasattr(user, "hats_in_this_request"):
            user.hats_in_this_request = hats
    return [hat for hat in hats if at_meetings or not hat.meeting_id]


def hats_in(group):
    """{user id: their hats in this group}, with nominations for its meetings, for the pages that say who may what."""
    hats = {}
    for person, hat in _hats(_rows_in_group(group.pk)):
        if hat.group_id == group.pk:
            hats.setdefault(person, []).append(hat)
    return hats


@built_once
def _rows_of_person(user_id):
    return _rows(Q(user=user_id), Q(user=user_id))


@built_once
def _rows_in_group(group_id):
    return _rows(Q(group=group_id), Q(authority__led_groups=group_id))


def _rows(whose, whose_offices):
    """One query over seats, deputyships, offices and what other apps know of.

    A closed account wears no hat: what it had queued is not made, and nothing is given to it.
    """
    open_account = Q(user__is_active=True)
    whose, whose_offices = whose & open_account, whose_offices & open_account
    return _own_seats(whose).union(
        _seats_stood_in(whose), _offices(whose_offices), *(more(whose) for more in MORE_HATS), all=True
    )


def _hats(rows):
    """(user id, hat) of each."""
    return [
        (person, Hat(group_id, Role(role), seat_id, stands_in, frozenset(kinds), *standing))
        for person, group_id, role, seat_id, stands_in, kinds, *standing in rows
    ]


# What else gives hats: each app to the right adds a function of a clause on rows with `user` and `group`, which gives
# rows as `_own_seats` does. So that nominations need no query of their own.
MORE_HATS = []


def permissions_of(user, group):
    """What this person may do in this group now; empty for an outsider."""
    mine = [hat for hat in hats_of(user) if hat.group_id == group.pk]
    permissions = {permission for hat in mine for permission in hat.permissions}
    if any(hat.role == Role.SENIOR_OWNER for hat in mine) and not _confirmer_sits_in(group):
        permissions.add(Permission.CONFIRM_MEMBERS)
    return permissions


def groups_of(user):
    """The groups in which this person wears a hat that shows them something."""
    ids = {hat.group_id for hat in hats_of(user) if Permission.VIEW_GROUP in hat.permissions}
    return PAPG.objects.filter(pk__in=ids).select_related("lead_authority").order_by("lead_authority__name", "name")


NO_MEETING = Cast(Value(None), BigIntegerField())  # a bare NULL would be text to the union


class Texts(Func):
    function, template, output_field = "ARRAY", "%(function)s[%(expressions)s]::text[]", ArrayField(TextField())


# One row per hat: whose it is, then the fields of Hat in their order --------------------------------------------------


def _own_seats(whose):
    return (
        Membership.objects.active()
        .filter(whose)
        .values_list(
            "user_id",
            "group_id",
            "role",
            "pk",
            Value(False),
            Texts("organisation__kind"),
            _takes_part("organisation"),
            IsNull(F("confirmed_by"), False),
            undertaking_accepted(),
            NO_MEETING,
            "name",
            "organisation__name",
        )
    )


def _seats_stood_in(whose):
    return stood_in(Deputyship.objects.active().filter(whose), "membership", NO_MEETING)


def stood_in(rows, seat, meeting):
    """The hats of those who stand in for the member of `seat`: with what the member has and they have too."""
    empowered_enough = Q(empowered=True) | ~Q(**{f"{seat}__role__in": STOOD_IN_FOR_ONLY_IF_EMPOWERED})
    return rows.filter(empowered_enough, live(f"{seat}__")).values_list(
        "user_id",
        "group_id",
        f"{seat}__role",
        f"{seat}_id",
        Value(True),
        Texts("organisation__kind", f"{seat}__organisation__kind"),
        _both(_takes_part("organisation"), _takes_part(f"{seat}__organisation")),
        _both(IsNull(F("confirmed_by"), False), IsNull(F(f"{seat}__confirmed_by"), False)),
        undertaking_accepted(),
        meeting,
        "name",
        "organisation__name",
    )


def _offices(whose):
    """An office opens each group that its authority leads, and is neither confirmed nor bound by an undertaking.

    Where there is none yet it is a hat without a group: who will keep them signs in as whoever does.
    """
    no, no_seat = Value(False), Value(None, output_field=BigIntegerField())
    offices = Office.objects.active().filter(whose)
    return offices.values_list(
        "user_id",
        "authority__led_groups",
        "role",
        no_seat,
        no,
        Texts(),
        no,
        no,
        no,
        NO_MEETING,
        "user__name",
        "authority__name",
    )


def _both(one, other):
    return ExpressionWrapper(Q(one, other), output_field=BooleanField())


def _takes_part(organisation):
    return Exists(
        PAPG.objects.filter(pk=OuterRef("group")).filter(
            Q(lead_authority=OuterRef(f"{organisation}__authority"))
            | Q(participating=OuterRef(f"{organisation}__authority"))
        )
    )


def undertaking_accepted(group="group", person="user"):
    """The clause that the person of a row accepted the current text of the row's group within a year."""
    current = Undertaking.objects.filter(group=OuterRef(OuterRef(group))).order_by("-number").values("sha256")[:1]
    return Exists(
        Acceptance.objects.filter(person=OuterRef(person), sha256=Subquery(current), at__gt=Now() - UNDERTAKING_HOLDS)
    )


def _confirmer_sits_in(group):
    seats = Membership.objects.active().filter(group=group, role__in=[Role.CHAIR, Role.SECRETARY])
    return seats.exclude(confirmed_by=None).exists()


# Give me the thing, or say that there is none (outside) or that it is not for me (inside) -----------------------------


def access_group(user, public_id, permission=Permission.VIEW_GROUP):
    """The group and what the person may do in it. Raises Http404 outside it, PermissionDenied without the right."""
    return access_through_group(user, _group(public_id), permission)


@built_once
def _group(public_id):
    return PAPG.objects.select_related("lead_authority").filter(public_id=public_id)


def access_through_group(user, things, permission):
    """The one of `things` (one at most) and what the person may do in its group.

    For things that everybody in the group may know of. What has an audience goes through `access_sensitive`.
    """
    thing = next(iter(things), None)
    may = permissions_of(user, thing.group) if thing else set()
    return allowed(thing, may, permission)


def allowed(thing, may, permission):
    if not may:  # nor in the group of a thing that is none
        raise Http404
    if permission not in may:
        raise PermissionDenied
    return thing, may


MORE_PLACES = []  # who else has a place in a group: each app to the right adds a function of a person and a group


def access_as_seated(user, public_id):
    """The group, for whoever sits in it, stands in for a member, or is invited: an office alone is no place in it."""
    group = next(iter(_group(public_id)), None)
    if group is None:
        raise Http404
    may = permissions_of(user, group)
    seated = any(hat.group_id == group.pk and hat.seat_id for hat in hats_of(user))
    if seated or any(has_place(user, group) for has_place in MORE_PLACES):
        return group, may
    allowed(group, may, Permission.VIEW_GROUP)
    raise PermissionDenied


def access_from_seat(user, public_id, permission):
    """The group, for whom a seat there gives the permission: an office alone does not."""
    group, may = access_group(user, public_id)
    if not may_from_seat(user, group, permission):
        raise PermissionDenied
    return group, may


def may_from_seat(user, group, permission):
    mine = [hat for hat in hats_of(user) if hat.group_id == group.pk and hat.seat_id]
    return any(permission in hat.permissions for hat in mine)


def owes_undertaking(user, group):
    """Whether this person sits in the group without having accepted its handling undertaking."""
    return any(hat.group_id == group.pk and hat.seat_id and not hat.undertaken for hat in hats_of(user))


def access_membership(user, public_id, permission=Permission.VIEW_GROUP):
    memberships = Membership.objects.with_people().filter(public_id=public_id)
    return access_through_group(user, memberships, permission)


def access_live_membership(user, public_id, permission):
    """A seat that can still be changed: live, or from a day to come."""
    memberships = Membership.objects.not_ended().with_people().filter(public_id=public_id)
    return access_through_group(user, memberships, permission)


def access_membership_to_appoint(user, public_id):
    """A seat for which this person may appoint deputies: as one who keeps the members, or their own."""
    membership, may = access_live_membership(user, public_id, Permission.VIEW_GROUP)
    if not may_appoint_deputy(user, membership, may):
        raise PermissionDenied
    return membership, may


def may_appoint_deputy(user, membership, may):
    own = any(
        hat.seat_id == membership.pk and not hat.stands_in and Permission.NOMINATE_DEPUTY in hat.permissions
        for hat in hats_of(user)
    )
    return own or Permission.MANAGE_MEMBERS in may


def access_deputyship(user, public_id, permission):
    deputyships = Deputyship.objects.not_ended().with_people().filter(public_id=public_id)
    return access_through_group(user, deputyships, permission)


def access_deputyship_to_change(user, public_id):
    deputyship, may = access_deputyship(user, public_id, Permission.VIEW_GROUP)
    if not may_appoint_deputy(user, deputyship.membership, may):
        raise PermissionDenied
    return deputyship, may


def sits_in(user, membership):
    """Whether this person holds the seat or stands in for its member now, with or without rights from that."""
    return Membership.objects.held_by(user).filter(pk=membership.pk).exists()


def access_terms(user, public_id, permission=Permission.VIEW_GROUP):
    terms = TermsVersion.objects.with_places().filter(public_id=public_id)
    return access_through_group(user, terms, permission)


def access_terms_section(user, public_id, permission=Permission.EDIT_TERMS):
    sections = TermsSection.objects.select_related("group__lead_authority", "version").filter(public_id=public_id)
    return access_through_group(user, sections, permission)


def access_led_authority(user, public_id):
    """An authority whose administrator this person is, now."""
    return _authority_of(user, [Role.ADMINISTRATOR], public_id)


def access_audited_authority(user, public_id):
    """An authority whose auditor this person is, now."""
    return _authority_of(user, READ_THE_LOG, public_id)


def _authority_of(user, roles, public_id):
    """A closed account holds no office: what it had queued is not made."""
    held = Office.objects.active().filter(user=user, user__is_active=True, role__in=roles)
    office = held.select_related("authority").filter(authority__public_id=public_id).first()
    if office is None:
        raise Http404
    return office.authority
