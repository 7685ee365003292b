"""The parts of the terms of reference that are drawn from the group itself, as JSON can hold them.

The terms are OFFICIAL and the same for everybody, so they name only what everybody in the group may read. While a
version is a draft they are drawn anew each time; when it is put to the members they are frozen into it with the rest.
The page and the document are both drawn from this.
"""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, When
from django.db.models.functions import JSONObject
from django.utils.dateformat import format as written

from groups.governance import chain_of, svg_of, words_of
from groups.models import Deputyship, Marking, Membership, Purpose, StandingItem
from groups.roles import SEAT_ROLES, Role
from groups.sensitivity import LOOKERS_ON


def live_parts(terms):
    """{part: what it says}. A part that is added to DRAWN is on the page, in the document and under the hash."""
    return {part: draw(terms) for part, draw in DRAWN.items()}


# Rules ----------------------------------------------------------------------------------------------------------------


def rules_of(terms):
    """Meeting cycle, quorum, and the cycles of assessment and review, as this version settles them."""
    return {
        "months_between": terms.months_between,
        "notice_working_days": terms.notice_working_days,
        "paper_working_days": terms.paper_working_days,
        "minutes_working_days": terms.minutes_working_days,
        "default_marking": Marking(terms.default_marking).label,
        "assessment_months": terms.assessment_months,
        "review_months": terms.review_months,
        "quorum": quorum_of(terms),
    }


def quorum_of(rules):
    """What a quorum needs, a line each."""
    parts = []
    if rules.quorum_needs_chair:
        parts.append("the chair or the deputy chair")
    if rules.quorum_areas:
        parts.append(f"{rules.quorum_areas} of the five business areas, by the member or a deputy")
    if rules.quorum_needs_police:
        parts.append("a police adviser")
    return parts


# Members --------------------------------------------------------------------------------------------------------------


def members_of(terms):
    """Live seats: chair, deputy chair and secretary first, then by organisation. One query, however many."""
    areas = Membership.areas.through.objects.filter(membership=OuterRef("pk")).order_by("businessarea__position")
    deputies = Deputyship.objects.active().filter(membership=OuterRef("pk")).order_by("order", "name")
    seats = Membership.objects.active().filter(group=terms.group_id).select_related("organisation")
    with_names = seats.annotate(
        areas_named=ArraySubquery(areas.values("businessarea__name")),
        deputies_named=ArraySubquery(deputies.values("name")),
    )
    return [seat_line(seat) for seat in in_order(with_names)]


def in_order(seats):
    return sorted(seats, key=lambda seat: (SEAT_ROLES.index(seat.role), seat.organisation.name, seat.name))


def seat_line(seat):
    return {
        "name": seat.name,
        "job_title": seat.job_title,
        "role": "" if seat.role == Role.MEMBER else seat.get_role_display(),
        "organisation": seat.organisation.name,
        "areas": seat.areas_named,
        "brings": seat.brings,
        "deputies": seat.deputies_named,
        "confirmed": seat.confirmed_by_id is not None,
        "agrees": seat.role not in LOOKERS_ON,
    }


# Standing agenda ------------------------------------------------------------------------------------------------------


def standing_agenda(terms):
    return standing_lines(standing_items(terms.group_id).values_list("said", flat=True))


def standing_items(group):
    """What each standing item says; of an item that is not for everyone nothing is loaded, but that it is there."""
    for_everyone = Q(pk__in=StandingItem.objects.for_everyone())
    said = JSONObject(title="title", purpose="purpose", decision="decision_required")
    items = StandingItem.objects.filter(group=group).order_by("position", "pk")
    return items.values(said=Case(When(for_everyone, then=said)))


def standing_lines(items):
    return [standing_line(number, item) for number, item in enumerate(items, start=1)]


def standing_line(number, item):
    if item is None:
        return {"number": number, "withheld": True}
    return {"number": number, **item, "purpose": Purpose(item["purpose"]).label}


# Governance and subgroups ---------------------------------------------------------------------------------------------


def governance_of(terms):
    """{"words": a line each, "chart": the same as a picture, "subgroups": what the group itself knows of each}."""
    chain = chain_of(terms.group)
    subgroups = [subgroup | {"until": day_in_words(subgroup["until"])} for subgroup in chain.subgroups]
    return {"words": words_of(chain), "chart": svg_of(chain), "subgroups": subgroups}


def day_in_words(iso):
    return written(date.fromisoformat(iso), "j F Y") if iso else ""


DRAWN = {
    "rules": rules_of,
    "seats": members_of,
    "standing": standing_agenda,
    "governance": governance_of,
}
