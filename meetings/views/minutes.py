from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from groups.autosave import answer_autosave, is_autosave
from groups.roles import Permission
from meetings import services
from meetings.access import access_editable_entry, access_item_to_minute, access_minutes
from meetings.following import roll_of
from meetings.forms import AddEntryForm, EntryForm
from meetings.paper_pages import papers_of
from meetings.record import record_of, shown_in
from meetings.steps import next_steps
from meetings.views.pages import recorded_page


def minutes_detail(request, public_id):
    minutes, may = access_minutes(request.user, public_id)
    sections = record_of(minutes, request.user, with_custody=Permission.APPROVE_MINUTES in may)
    context = {
        "group": minutes.group,
        "minutes": minutes,
        "meeting": minutes.meeting,
        "may": may,
        "sections": sections,
        "papers": papers_of(minutes, request.user, may),
        **roll_of(minutes),
        **next_steps(minutes, may),
    }
    return recorded_page(request, "meetings/minutes_detail.html", context, page=minutes, shown=shown_in(sections))


@require_POST
def minutes_send_to_chair(request, public_id):
    minutes, _may = access_minutes(request.user, public_id, Permission.EDIT_MINUTES)
    return _moved(request, minutes, services.send_minutes_to_chair, "Minutes are with the chair")


@require_POST
def minutes_circulate(request, public_id):
    minutes, _may = access_minutes(request.user, public_id, Permission.CIRCULATE_MINUTES)
    return _moved(request, minutes, services.circulate_minutes, "Minutes circulated to their readers")


@require_POST
def minutes_recall(request, public_id):
    minutes, _may = access_minutes(request.user, public_id, Permission.CIRCULATE_MINUTES)
    return _moved(request, minutes, services.recall_minutes, "Minutes are a draft again")


@require_POST
def minutes_approve(request, public_id):
    minutes, _may = access_minutes(request.user, public_id, Permission.APPROVE_MINUTES)
    return _moved(request, minutes, services.approve_minutes, "Minutes approved. They can no longer be changed.")


def _moved(request, minutes, move, says):
    try:
        move(minutes=minutes, by=request.user)
        messages.success(request, says)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("meetings:minutes_detail", minutes.public_id)


def entry_add(request, public_id):
    item, minutes, may = access_item_to_minute(request.user, public_id)
    form = AddEntryForm(request.POST or None, within=item)

    if form.is_valid():
        services.add_entry(item=item, by=request.user, **form.cleaned_data)
        messages.success(request, "Entry added")
        return redirect("meetings:minutes_detail", minutes.public_id)

    context = {"group": item.group, "item": item, "minutes": minutes, "may": may, "form": form}
    return recorded_page(request, "meetings/entry_add.html", context, page=item, shown=[item])


def entry_edit(request, public_id):
    entry, may = access_editable_entry(request.user, public_id)
    form = EntryForm(request.POST or None, thing=entry, user=request.user)
    saved = form.is_valid() and form.save_by(services.edit_entry, entry=entry, by=request.user)

    if is_autosave(request):
        return answer_autosave(request, form)
    if saved:
        messages.success(request, "Entry saved")
        return redirect("meetings:minutes_detail", entry.minutes.public_id)

    context = {"group": entry.group, "entry": entry, "item": entry.item, "may": may, "form": form}
    return recorded_page(request, "meetings/entry_edit.html", context, page=entry, shown=[entry])
