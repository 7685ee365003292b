"""Who is who: accounts, offices, seats with their deputies, and who has accepted the handling undertaking."""

from collections import namedtuple
from datetime import date, timedelta

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from groups.models import BusinessArea, Deputyship, Governance, Membership, Portfolio, Undertaking
from groups.roles import Role
from groups.services import (
    accept_undertaking,
    appoint_deputy,
    appoint_first_officer,
    change_governance,
    confirm_deputyship,
    confirm_membership,
    create_group,
    invite_member,
)

GROUP = "Protect and Prepare Group"
CANNOT_SIGN_IN = "demo"  # no hash, so no password opens the account; yet it counts as joined
MAIL = {
    "council": "westhaven.example",
    "police": "estuary-police.example",
    "fire": "estuary-fire.example",
    "ambulance": "estuary-ambulance.example",
    "bid": "westhaven-bid.example",
    "arena": "westhaven-arena.example",
    "pier": "eastmere-pier.example",
}

Seat = namedtuple(
    "Seat", "name role organisation job_title seniority area deputy brings portfolios", defaults=["", None, "", ()]
)
Deputy = namedtuple("Deputy", "name job_title")

WESTHAVEN = [
    Seat("Helen Marsh", Role.CHAIR, "council", "Director of Place", "director", "", None, "Leads the group"),
    Seat(
        "Daniel Okoro",
        Role.DEPUTY_CHAIR,
        "police",
        "Superintendent",
        "director",
        "neighbourhood-policing",
        Deputy("Sam Whitlock", "Inspector"),
    ),
    Seat("Tom Bell", Role.SECRETARY, "council", "Governance Officer", "officer"),
    Seat(
        "Priya Nair",
        Role.MEMBER,
        "council",
        "Head of Development Management",
        "head",
        "planning",
        Deputy("Callum Reid", "Principal Planner"),
        "Asks for protective security in larger applications",
    ),
    Seat(
        "Joanne Fitch",
        Role.MEMBER,
        "council",
        "Licensing Manager",
        "manager",
        "licensing",
        Deputy("Ian Moss", "Senior Licensing Officer"),
        "Knows every licensed venue in the city",
    ),
    Seat(
        "Marcus Webb",
        Role.MEMBER,
        "council",
        "Community Safety Manager",
        "manager",
        "community-safety",
        Deputy("Leila Haddad", "Community Safety Officer"),
        "Runs the city centre partnership",
    ),
    Seat(
        "Siân Pritchard",
        Role.MEMBER,
        "council",
        "Network Manager",
        "manager",
        "transport",
        portfolios=["Highway authority", "Street works", "Traffic orders", "Parking"],
    ),
    Seat(
        "Owen Clarke",
        Role.MEMBER,
        "council",
        "Resilience Manager",
        "manager",
        "emergency-planning",
        Deputy("Grace Adeyemi", "Resilience Officer"),
        "Keeps the plans and the exercises",
    ),
    Seat(
        "Rob Jenner",
        Role.MEMBER,
        "council",
        "CCTV Manager",
        "manager",
        "cctv",
        Deputy("Mina Shah", "Control Room Lead"),
    ),
    Seat("Fatima Rahman", Role.MEMBER, "council", "Events Manager", "manager", "events"),
    Seat(
        "Neil Foster",
        Role.MEMBER,
        "council",
        "Head of Property",
        "head",
        "facilities",
        Deputy("Beth Lowe", "Facilities Manager"),
    ),
    Seat(
        "Ruth Ellison",
        Role.ADVISER,
        "police",
        "Counter Terrorism Security Adviser",
        "officer",
        "ctsa",
        Deputy("Ian Rowe", "Counter Terrorism Security Adviser"),
        "Advises on threat and on protective security",
    ),
    Seat(
        "James Pardoe",
        Role.ADVISER,
        "police",
        "Counter Terrorism Prepare Officer",
        "officer",
        "ctpo",
        Deputy("Ian Rowe", "Counter Terrorism Security Adviser"),
        "Advises on exercises and on preparedness",
    ),
    Seat(
        "Dave Harker",
        Role.MEMBER,
        "fire",
        "Group Manager",
        "manager",
        "fire",
        Deputy("Paul Whitlock", "Station Manager"),
    ),
    Seat("Hannah Boyd", Role.MEMBER, "ambulance", "Resilience Lead", "manager", "ambulance"),
    Seat(
        "Alison Grey",
        Role.MEMBER,
        "bid",
        "Chief Executive",
        "chief",
        "business-forums",
        Deputy("Tariq Aziz-Hall", "Operations Manager"),
    ),
    Seat(
        "Kwame Mensah",
        Role.MEMBER,
        "arena",
        "General Manager",
        "manager",
        "venues",
        Deputy("Zoe Lamb", "Head of Security"),
        "Speaks for the larger venues",
    ),
    Seat("Lucy Tran", Role.OBSERVER, "council", "Communications Officer", "officer"),
    Seat("Imran Aziz", Role.CONTEXT_ONLY, "council", "Prevent Coordinator", "officer"),
]
REVIEWED_LONG_AGO = ["Rob Jenner", "Alison Grey", "Lucy Tran"]
NOT_CONFIRMED, NOT_UNDERTAKEN = {"Hannah Boyd"}, {"Fatima Rahman"}

EASTMERE = [
    Seat("Caroline Dunn", Role.CHAIR, "council", "Assistant Director, Communities", "director"),
    Seat("Yusuf Ali", Role.SECRETARY, "council", "Democratic Services Officer", "officer"),
    Seat("Ruth Ellison", Role.ADVISER, "police", "Counter Terrorism Security Adviser", "officer", "ctsa"),
    Seat(
        "Mark Penrose",
        Role.MEMBER,
        "council",
        "Emergency Planning Officer",
        "officer",
        "emergency-planning",
        Deputy("Elin Hughes", "Resilience Assistant"),
    ),
    Seat("Sunita Rao", Role.MEMBER, "council", "Planning Manager", "manager", "planning"),
    Seat("Gareth Pike", Role.MEMBER, "pier", "Operations Director", "director", "venues"),
]


WESTHAVEN_GOVERNANCE = {
    "parent_body": "Safer Westhaven Partnership",
    "prevent": Governance.Prevent.SAME_OWNER,
    "prevent_reason": "The Director of Place answers for both, so that neither is forgotten",
    "adopted_on": date(2025, 12, 9),
    "adopted_by": "Corporate Leadership Team, minute 14",
    "escalation": [
        {"to": "Senior owner", "working_days": 15},
        {"to": "Chief executive", "working_days": 10},
    ],
}


def fill_westhaven(place):
    add_account(place, "Sam Keane", "papg-operator.example", is_staff=True, is_superuser=True)
    for role, name in [
        (Role.ADMINISTRATOR, "Nadia Osman"),
        (Role.SENIOR_OWNER, "David Lennox"),
        (Role.AUDITOR, "Carol Finch"),
    ]:
        give_office(place, role, name, "westhaven.example")
    place.group = create_group(authority=place.authority, name=GROUP, by=place.people["Nadia Osman"])
    change_governance(group=place.group, by=place.people["Nadia Osman"], edition=0, **WESTHAVEN_GOVERNANCE)
    seat_all(place, WESTHAVEN, by="Nadia Osman", first_confirmed_by="David Lennox")


def fill_eastmere(place, known):
    place.people["Ruth Ellison"] = known["Ruth Ellison"]
    give_office(place, Role.ADMINISTRATOR, "Peter Sands", "eastmere.example")
    give_office(place, Role.SENIOR_OWNER, "Mary Holt", "eastmere.example")
    place.group = create_group(authority=place.authority, name=GROUP, by=place.people["Peter Sands"])
    seat_all(place, EASTMERE, by="Peter Sands", first_confirmed_by="Mary Holt", council_mail="eastmere.example")


def add_account(place, name, domain, **fields):
    if name not in place.people:
        address = f"{slugify(name).replace('-', '.')}@{domain}"
        place.people[name] = User.objects.create(email=address, name=name, password=CANNOT_SIGN_IN, **fields)
    return place.people[name]


def give_office(place, role, name, domain):
    user = add_account(place, name, domain)
    appoint_first_officer(authority=place.authority, role=role, name=name, email=user.email)


def seat_all(place, seats, *, by, first_confirmed_by, council_mail=MAIL["council"]):
    """The senior owner confirms the chair, for want of anybody inside; the chair confirms all others."""
    areas = {area.code: area for area in BusinessArea.objects.all()}
    giver, confirmer = place.people[by], place.people[first_confirmed_by]
    for seat in seats:
        domain = council_mail if seat.organisation == "council" else MAIL[seat.organisation]
        user = add_account(place, seat.name, domain)
        membership = invite_member(
            group=place.group,
            name=seat.name,
            email=user.email,
            role=seat.role,
            organisation=place.organisations[seat.organisation],
            areas=[areas[seat.area]] if seat.area else [],
            portfolios=Portfolio.objects.of(place.group).filter(name__in=seat.portfolios),
            job_title=seat.job_title,
            seniority=seat.seniority,
            brings=seat.brings,
            by=giver,
        )
        if seat.name not in NOT_CONFIRMED:
            membership = confirm_membership(membership=membership, by=confirmer)
        place.seats[seat.name] = membership
        if seat.role == Role.CHAIR:
            confirmer = user
        if seat.deputy:
            add_deputy(place, membership, seat, domain, giver, confirmer)
    accept_undertakings(place)


def add_deputy(place, membership, seat, domain, giver, confirmer):
    user = add_account(place, seat.deputy.name, domain)
    deputyship = appoint_deputy(
        membership=membership,
        name=seat.deputy.name,
        email=user.email,
        organisation=membership.organisation,
        job_title=seat.deputy.job_title,
        empowered=True,
        by=giver,
    )
    place.deputies[seat.name] = confirm_deputyship(deputyship=deputyship, by=confirmer)


def accept_undertakings(place):
    undertaking = Undertaking.objects.get(group=place.group)
    for seated in [*place.seats.values(), *place.deputies.values()]:
        looks_on = isinstance(seated, Membership) and seated.role in (Role.OBSERVER, Role.CONTEXT_ONLY)
        if seated.name not in NOT_UNDERTAKEN and not looks_on:
            accept_undertaking(undertaking=undertaking, by=seated.user)


def let_them_have_sat_for_a_while():
    """Rights that began a year ago, so that the meetings held since make sense."""
    a_year_ago = timezone.now() - timedelta(days=380)
    for seats in (Membership.objects.exclude(name__in=NOT_CONFIRMED), Deputyship.objects):
        seats.update(starts_at=a_year_ago)


def let_some_be_due_for_review(place):
    """Nearly half a year after somebody looked at these seats; and everybody else has signed in since they have one."""
    long_ago = timezone.now() - timedelta(days=164)
    due = Membership.objects.filter(pk__in=[place.seats[name].pk for name in REVIEWED_LONG_AGO])
    due.update(reviewed_at=long_ago, confirmed_at=long_ago, reviewed_by=place.people["Helen Marsh"])
    User.objects.exclude(name__in=NOT_CONFIRMED).update(last_login=timezone.now() - timedelta(days=2))
