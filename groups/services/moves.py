"""A group goes to another authority, with its subgroups and its whole history. By the operator's command."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from groups.models import PAPG, Authority, GroupMove, Participation
from groups.services.participations import overtake
from groups.services.refusals import refusing
from lib import wall

LEADS_ALREADY = "{to} leads this group already"
HAS_ENDED = "{to} has ended. Move the group to the authority that took over"
ANOTHER_TOOK_OVER = (
    "{before} was replaced by {heir}, not by {to}. Move the group there; if the table of authorities is wrong, load it "
    "again first"
)
MOVES_WITH_ITS_PARENT = "{group} is a subgroup, and moves with its parent"
NAME_IS_TAKEN = "{to} leads a group called “{name}” already. Give the one that moves another name, with --name"


@transaction.atomic
def move_group(*, group, to, name="", by=None):
    """The moves of the group and its subgroups. The authority that led it takes part from now on, so that whoever sits
    there for it reads what they read before. Raises ValidationError.
    """
    group = PAPG.objects.select_for_update(of=["self"]).select_related("lead_authority__successor").get(pk=group.pk)
    _refuse(group, to)
    moving = [group, *PAPG.objects.select_for_update(of=["self"]).filter(parent=group).select_related("lead_authority")]
    return [_move(one, to, name if one == group and name else one.name, by) for one in moving]


def _refuse(group, to):
    before, heirs = group.lead_authority, heirs_of(group.lead_authority)
    about = {"group": group, "to": to, "before": before, "heir": heirs[0] if heirs else ""}
    refusals = {
        MOVES_WITH_ITS_PARENT: group.parent_id is not None,
        LEADS_ALREADY: to == before,
        HAS_ENDED: to.has_ended,
        ANOTHER_TOOK_OVER: bool(heirs) and to not in heirs,
    }
    for words, is_so in refusals.items():
        if is_so:
            raise ValidationError(words.format(**about))


def heirs_of(authority):
    """Who took over from it, and from that one in turn."""
    heirs = []
    while authority.successor_id and authority.successor_id not in [heir.pk for heir in heirs]:
        authority = Authority.objects.get(pk=authority.successor_id)
        heirs.append(authority)
    return heirs


def _move(group, to, name, by):
    """What is recorded of it stands in the log of the authority that led the group, and is the last that does."""
    before = group.lead_authority
    entry = record(by=by, verb="group moved", target=group, from_authority=before.public_id, to_authority=to.public_id)
    entry.refresh_from_db(fields=["at"])
    with wall.opened_to(group.pk):
        overtake(Participation.objects.filter(group=group))
    group.lead_authority, group.name = to, name
    with refusing(an_authority_names_its_groups_apart=NAME_IS_TAKEN.format(to=to, name=name)):
        group.save(update_fields=["lead_authority", "name"])
    group.participating.remove(to)
    group.participating.add(before)
    return GroupMove.objects.create(group=group, from_authority=before, to_authority=to, moved_at=entry.at)
