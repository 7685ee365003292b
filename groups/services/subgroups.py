"""Subgroups: a group for one matter, with an end, that reports to the group which set it up.

It is a group of its own: nobody gets anything in the one by being in the other.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from audit.services import record
from groups.models import PAPG, Commission, Governance, Membership
from groups.services.groups import ENDED, NAME_IS_TAKEN, furnish
from groups.services.refusals import refusing
from groups.subgroup_texts import SUBGROUP_ITEMS, subgroup_sections

NO_SUBGROUPS_HERE = "A subgroup has no subgroups of its own. Create it in the parent group"
NO_SPONSOR = "Choose a sponsor who has a seat in this group now"
ENDS_TOO_SOON = "The end must be in the future"
CLOSED_ALREADY = "This subgroup is closed already"
QUORUM = {"quorum_areas": 0, "quorum_needs_police": False}  # the chair or the deputy chair: it is for one matter


@transaction.atomic
def create_subgroup(*, parent, name, purpose, sponsor, ends_on, by):
    """With terms of its own, which state the purpose, and nobody in it yet. Raises ValidationError."""
    _refuse(parent, sponsor, ends_on)
    with refusing(an_authority_names_its_groups_apart={"name": NAME_IS_TAKEN}):
        subgroup = PAPG.objects.create(name=name, lead_authority=parent.lead_authority, parent=parent, ends_on=ends_on)
    furnish(subgroup, sections=subgroup_sections(purpose), items=SUBGROUP_ITEMS, by=by, **QUORUM)
    Governance.objects.filter(group=subgroup).update(parent_body=parent.name)
    Commission.objects.create(group=parent, subgroup=subgroup, purpose=purpose, sponsor=sponsor)
    record(by=by, verb="subgroup created", target=subgroup, parent=parent.public_id)
    return subgroup


def _refuse(parent, sponsor, ends_on):
    if parent.parent_id:
        raise ValidationError(NO_SUBGROUPS_HERE)
    if parent.lead_authority.has_ended:
        raise ValidationError(ENDED.format(name=parent.lead_authority))
    if not Membership.objects.active().filter(pk=sponsor.pk, group=parent).exists():
        raise ValidationError({"sponsor": NO_SPONSOR})
    _refuse_end(ends_on)


def _refuse_end(ends_on):
    if ends_on <= timezone.localdate():
        raise ValidationError({"ends_on": ENDS_TOO_SOON})


@transaction.atomic
def renew_subgroup(*, group, ends_on, by):
    """It works until another day; one that was closed takes up its work again. Raises ValidationError."""
    _refuse_end(ends_on)
    PAPG.objects.filter(pk=group.pk, parent__isnull=False).update(ends_on=ends_on, closed_at=None)
    record(by=by, verb="subgroup renewed", target=group)


@transaction.atomic
def close_subgroup(*, group, by):
    """Its work is done: no more reports are due. What it has kept stays with its members. Raises ValidationError."""
    open_still = PAPG.objects.filter(pk=group.pk, parent__isnull=False, closed_at=None)
    if not open_still.update(closed_at=Now()):
        raise ValidationError(CLOSED_ALREADY)
    record(by=by, verb="subgroup closed", target=group)
