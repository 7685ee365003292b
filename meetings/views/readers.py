from django.shortcuts import resolve_url

from groups.roles import Permission
from groups.sensitivity import for_readers_page
from groups.views.readers import readers_page
from meetings.access import access_decision, access_entry, access_filed_contribution, access_item
from meetings.views.pages import record_address


def item_readers(request, public_id):
    item, may = for_readers_page(request.user, *access_item(request.user, public_id))
    return readers_page(request, item, may, back=resolve_url("meetings:meeting_detail", item.meeting.public_id))


def contribution_readers(request, public_id):
    contribution, may = for_readers_page(request.user, *access_filed_contribution(request.user, public_id))
    meeting = contribution.item.meeting
    return readers_page(request, contribution, may, back=resolve_url("meetings:meeting_detail", meeting.public_id))


def entry_readers(request, public_id):
    entry, may = for_readers_page(request.user, *access_entry(request.user, public_id, Permission.VIEW_GROUP))
    return readers_page(request, entry, may, back=record_address(entry.minutes))


def decision_readers(request, public_id):
    decision, may = for_readers_page(request.user, *access_decision(request.user, public_id))
    return readers_page(request, decision, may, back=record_address(decision.minutes))
