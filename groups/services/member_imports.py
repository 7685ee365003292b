"""A list of members: kept for a short while between its upload and the press that invites them all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from groups.models import MemberImport
from groups.services.memberships import invite_member

GONE = "This list was invited already, or has waited for more than an hour. Upload it again"


@transaction.atomic
def keep_list(*, group, rows, by):
    """In the place of the one that this person uploaded here before."""
    MemberImport.objects.filter(group=group, uploaded_by=by).delete()
    member_import = MemberImport.objects.create(group=group, uploaded_by=by, rows=rows)
    record(by=by, verb="member list uploaded", target=member_import, members=len(rows))
    return member_import


@transaction.atomic
def invite_members(*, member_import, members, by):
    """All or none; each is invited as by hand, and has an entry of their own. Raises ValidationError."""
    kept = MemberImport.objects.kept().select_for_update().filter(pk=member_import.pk, uploaded_by=by).first()
    if kept is None:
        raise ValidationError(GONE)
    added = {}  # organisations that a row above brought, by their folded names
    for about in members:
        name = about["new_organisation"].casefold()
        if name in added:
            about = {**about, "organisation": added[name], "new_organisation": "", "new_organisation_kind": ""}
        seat = _invite(member_import.group, about, by)
        if name:
            added[name] = seat.organisation
    kept.delete()


def _invite(group, about, by):
    try:
        return invite_member(group=group, by=by, **about)
    except ValidationError as refusal:
        raise ValidationError(f"{about['name']}: {' '.join(refusal.messages)}") from refusal


def forget_lists():
    """What nobody pressed within the hour."""
    MemberImport.objects.forgotten().delete()
