"""What the guidance on Protect and Prepare Groups would have otherwise: warnings, to be answered with a reason.

A warning never stops anything. Nothing here asks for a Prevent officer: the guidance does not, and says that one gives
context at most. `checks_of` is a pure function of the seating, the answers and the meetings missed.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.dateformat import format as written
from django.utils.timezone import localtime

from groups.models import BusinessArea, CheckAnswer
from groups.roles import Role

Kind = BusinessArea.Kind
ASKED_FOR = {"ctsa"}  # the partners without whom a group works blind; all others it chooses
DAY = "j F Y"


@dataclass(frozen=True)
class Check:
    """One warning. `facts`: public ids of what it is about; an answer holds until another comes to them.

    `presses`: it waits for an answer. What does not press may be answered, and is shown once it is.
    """

    key: str
    about: str  # public id of a thing, code of an area, or nothing: the group
    title: str
    why: str
    mend: str  # what mends it, as a link says it
    url_of_what_mends_it: str
    facts: tuple = ()
    presses: bool = True
    answer: CheckAnswer | None = None

    @property
    def is_open(self):
        return self.presses and self.answer is None

    @property
    def code(self):
        """How a form names it."""
        return f"{self.key}:{self.about}"


def checks_of(seating, answers=(), missed=None):
    """All that the rules find, with the answer that holds now.

    `answers`: the latest to each warning; `missed`: {code of an area: meetings since somebody spoke for it}.
    """
    latest = {(answer.key, answer.about): answer for answer in answers}
    found = [check for rule in RULES for check in rule(seating, missed or {})]
    return [replace(check, answer=_holding(latest.get((check.key, check.about)), check)) for check in found]


def _holding(answer, check):
    return answer if answer and answer.holds_for(check.facts) else None


# Areas and portfolios -------------------------------------------------------------------------------------------------


def empty_areas(seating, missed):
    for place in seating.places:
        if place.is_empty and place.area.kind != Kind.EXTERNAL:
            yield _empty(seating, place, _title_of_empty(place, missed.get(place.area.code, 0)), "area_empty")


def missing_partners(seating, _missed):
    for place in seating.of_kind(Kind.EXTERNAL):
        if place.is_empty:
            title = f"{place.area.name} is not represented"
            yield _empty(seating, place, title, "partner_missing", presses=place.area.code in ASKED_FOR)


def _empty(seating, place, title, key, **more):
    return Check(
        key=key,
        about=place.area.code,
        title=title,
        why=_why_empty(place),
        mend="Ask them for a member" if place.is_held_elsewhere else "Invite somebody",
        url_of_what_mends_it=f"{_page(seating, 'member_invite')}?area={place.area.public_id}",
        facts=(place.left.public_id,) if place.left else (),
        **more,
    )


def _title_of_empty(place, meetings):
    name = place.area.name
    if place.is_held_elsewhere:
        return f"{name}: nobody is here from {_listed(place.area.holders)}"
    if meetings > 1:
        return f"{name} has had no representative for {meetings} meetings"
    return f"{name} has had no representative for 1 meeting" if meetings else f"{name} has no representative"


def _why_empty(place):
    if place.is_held_elsewhere:
        return f"The function is held by {_listed(place.area.holders)}. It is no gap of yours; ask them for a member."
    if place.left is None:
        return "Nobody has spoken for it here yet."
    left = written(localtime(place.left.ends_at), DAY)
    if place.days_vacant == 1:
        return f"{place.left.name} left on {left}; the seat has been vacant for 1 day."
    return f"{place.left.name} left on {left}; the seat has been vacant for {place.days_vacant} days."


def silent_portfolios(seating, _missed):
    for place in seating.places:
        silent = place.silent_portfolios if place.seats else []
        if silent:
            yield Check(
                key="portfolio_silent",
                about=place.area.code,
                title=f"Nobody speaks for {_listed([portfolio['name'] for portfolio in silent])}",
                why=f"Inside {place.area.name}, those who are here speak for other portfolios.",
                mend="Change what a seat speaks for",
                url_of_what_mends_it=_seat_page(place.seats[0], "membership_edit"),
                facts=tuple(portfolio["public_id"] for portfolio in silent),
            )


# Deputies -------------------------------------------------------------------------------------------------------------


def members_without_deputy(seating, _missed):
    alone = seating.without_deputy
    if alone:
        yield Check(
            key="no_deputy",
            about="",
            title=f"{len(alone)} members have no deputy" if len(alone) > 1 else f"{alone[0].name} has no deputy",
            why=f"{_listed([seat.name for seat in alone])}. Without one, a seat is empty when its member cannot come.",
            mend=f"Appoint a deputy for {alone[0].name}",
            url_of_what_mends_it=_seat_page(alone[0], "deputy_appoint"),
            facts=tuple(seat.public_id for seat in alone),
        )


def one_deputy_for_several(seating, _missed):
    stood_in_for = defaultdict(list)
    for seat in seating.speakers:
        for deputy in seat.standing_in:
            stood_in_for[deputy["person"], deputy["name"]].append(seat)
    for (person, name), seats in stood_in_for.items():
        if len(seats) > 1:
            yield Check(
                key="same_deputy",
                about=person,
                title=f"{name} is deputy for {len(seats)} members",
                why=f"For {_listed([seat.name for seat in seats])}. Nobody sits in two seats at one meeting.",
                mend=f"Appoint another deputy for {seats[-1].name}",
                url_of_what_mends_it=_seat_page(seats[-1], "deputy_appoint"),
                facts=tuple(seat.public_id for seat in seats),
            )


# Chair and deputy chair -----------------------------------------------------------------------------------------------


def chair_of_the_authority(seating, _missed):
    chair, authority = seating.chair, seating.group.lead_authority
    if chair is None:
        yield _of_role(
            seating, "no_chair", "The group has no chair", "Nobody leads it, and nobody approves its minutes."
        )
        return
    if chair.organisation.authority_id != authority.pk:
        yield Check(
            key="chair_employer",
            about=chair.public_id,
            title=f"The chair is not employed by {authority}",
            why=f"{chair.name} is here for {chair.organisation}. The guidance prefers somebody of the authority, which "
            "owns the group.",
            mend="Invite a chair of the authority",
            url_of_what_mends_it=_page(seating, "member_invite"),
            facts=(chair.public_id,),
        )
    if not chair.seniority:
        yield Check(
            key="chair_seniority",
            about=chair.public_id,
            title="The chair’s seniority is not recorded",
            why="The guidance asks for somebody senior enough to have others come, to hold them to account and to "
            "take matters up.",
            mend="Record it on the chair’s seat",
            url_of_what_mends_it=_seat_page(chair, "membership_edit"),
            facts=(chair.public_id,),
        )


def deputy_chair_from_elsewhere(seating, _missed):
    deputies, chair = seating.of_role(Role.DEPUTY_CHAIR), seating.chair
    if not deputies:
        yield _of_role(
            seating,
            "no_deputy_chair",
            "The group has no deputy chair",
            "Good practice is one from another organisation, perhaps the police.",
        )
    alike = [seat for seat in deputies if chair and seat.organisation_id == chair.organisation_id]
    if alike:
        yield Check(
            key="same_organisation",
            about="",
            title="Chair and deputy chair come from the same organisation",
            why=f"{chair.name} and {_listed([seat.name for seat in alike])} are both of {chair.organisation}. Good "
            "practice is a deputy chair from another one, perhaps the police.",
            mend="Invite a deputy chair from another organisation",
            url_of_what_mends_it=_page(seating, "member_invite"),
            facts=(chair.public_id, *(seat.public_id for seat in alike)),
        )


def _of_role(seating, key, title, why):
    return Check(key, "", title, why, "Invite one, or change the role of a seat", _page(seating, "member_invite"))


RULES = [
    empty_areas,
    silent_portfolios,
    members_without_deputy,
    one_deputy_for_several,
    chair_of_the_authority,
    deputy_chair_from_elsewhere,
    missing_partners,
]


def _page(seating, name):
    return reverse(f"groups:{name}", args=[seating.group.public_id])


def _seat_page(seat, name):
    return reverse(f"groups:{name}", args=[seat.public_id])


def _listed(names):
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
