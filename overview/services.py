"""Changes that reach into several rooms at once."""

from django.core.exceptions import ValidationError
from django.db import transaction

from actions.services import edit_action
from groups.models import Deputyship
from groups.services import change_standing_item, end_membership, step_up
from groups.services.memberships import close, locked_seat
from lib.editions import StaleEdition
from maturity.services import ask_for_answer, stop_asking
from meetings.models import AgendaItem, Nomination
from meetings.services import edit_item, end_guest
from overview.leaver import leaving_of

STEPS_UP = "steps_up"  # stands for the seat that the deputy gets who steps up
MOVED_ON = "Somebody changed this meanwhile. Look at it again"


@transaction.atomic
def see_off(*, membership, by, successors, steps_up=None, ends_on=None):
    """Hands over what hangs on the seat, and ends it with everything by which its member comes in here.

    `successors`: {key of a thing: the seat that takes it, STEPS_UP, or None to leave it open}; `steps_up`: the
    deputyship whose holder gets a seat; `ends_on`: a day to come, for now without one. Of a seat that has ended
    already, only hands over. Gives what was called what and left open. Raises ValidationError.
    """
    seat = membership if membership.has_ended else locked_seat(membership)
    leaving = leaving_of(seat, by)
    new_seat = step_up(deputyship=steps_up, by=by) if steps_up else None
    left = []
    for one in leaving.hanging:
        taker = successors.get(one.key)
        if taker:
            _hand_over(one, seat, new_seat if taker == STEPS_UP else taker, by)
        else:
            left.append(one.called)
    if not membership.has_ended:
        _end(seat, by, ends_on, handed_over=len(leaving.hanging) - len(left), left_open=len(left) + leaving.withheld)
    return left


def _hand_over(one, seat, taker, by):
    try:
        HANDS_OVER[one.kind.name](one.thing, seat, taker, by)
    except ValidationError as refusal:
        raise ValidationError({one.key: refusal.messages}) from refusal
    except StaleEdition as stale:
        raise ValidationError({one.key: MOVED_ON}) from stale


def _give_action(action, _seat, taker, by):
    stands = {"text": action.text, "edition": action.edition, "due_on": action.due_on}
    edit_action(action=action, owner=taker, by=by, **stands)


def _give_answer(answer, seat, taker, by):
    stop_asking(answer=answer, seat=seat, by=by)
    ask_for_answer(answer=answer, seat=taker, by=by)


HANDS_OVER = {
    "standing": lambda item, _seat, taker, by: change_standing_item(standing_item=item, owner=taker, by=by),
    "item": lambda item, _seat, taker, by: edit_item(item=item, owner=taker, by=by),
    "action": _give_action,
    "answer": _give_answer,
}


def _end(seat, by, ends_on, **counted):
    """With the seat, whatever else the person has in this group: for others, for one meeting, on one item."""
    here = {"user": seat.user_id, "group": seat.group_id}
    others = Deputyship.objects.not_ended().filter(**here)
    counted["deputyships_ended"] = list(others.values_list("public_id", flat=True))
    close(others, ends_on)
    close(Nomination.objects.filter(**here).active(), ends_on)
    invited = {"readers__user": seat.user_id, "readers__permission__codename": "attend_agendaitem"}
    for item in AgendaItem.objects.filter(group=seat.group_id, **invited).select_related("group__lead_authority"):
        end_guest(item=item, person=seat.user.public_id, by=by)
    end_membership(membership=seat, by=by, ends_on=ends_on, **counted)
