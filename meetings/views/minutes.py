from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from groups.autosave import answer_autosave, is_autosave
from groups.roles import Permission
from meetings import services
from meetings.access import (
    access_editable_decision,
    access_editable_entry,
    access_item_to_minute,
    access_minutes,
    access_raised_action,
)
from meetings.minutes_page import page_of
from meetings.paragraph_forms import AddEntryForm, EditDecisionForm, EntryForm, ShareActionForm
from meetings.reasons import WithoutReason
from meetings.views.pages import record_address, recorded_page


def minutes_detail(request, public_id):
    minutes, may = access_minutes(request.user, public_id)
    context, shown = page_of(minutes, request.user, may)
    return recorded_page(
        request, "meetings/minutes_detail.html", context, page=minutes, shown=shown, with_receipt=minutes.is_out
    )


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
    except WithoutReason as refusal:
        found = {"passages": refusal.passages, "others": refusal.others}
        messages.error(request, render_to_string("meetings/includes/without_reason.html", found))
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
        return redirect(record_address(entry.minutes))

    back = record_address(entry.minutes)
    context = {"group": entry.group, "entry": entry, "item": entry.item, "may": may, "form": form, "back": back}
    return recorded_page(request, "meetings/entry_edit.html", context, page=entry, shown=[entry])


def decision_edit(request, public_id):
    decision, may = access_editable_decision(request.user, public_id)
    form = EditDecisionForm(request.POST or None, thing=decision, user=request.user)

    if form.is_valid() and form.save_by(services.edit_decision, decision=decision, by=request.user):
        messages.success(request, f"Decision {decision.number} saved")
        return redirect(record_address(decision.minutes))

    back = record_address(decision.minutes)
    context = {"group": decision.group, "decision": decision, "may": may, "form": form, "back": back}
    return recorded_page(request, "meetings/decision_edit.html", context, page=decision, shown=[decision])


def raised_share(request, public_id):
    raised, may = access_raised_action(request.user, public_id)
    form = ShareActionForm(request.POST or None, raised=raised)

    if form.is_valid() and form.save_by(services.share_raised_action, raised=raised, by=request.user):
        messages.success(request, f"Action {raised.action.number}: what may be shared is saved")
        return redirect(record_address(raised.minutes))

    back = record_address(raised.minutes)
    context = {"group": raised.group, "raised": raised, "may": may, "form": form, "back": back}
    return recorded_page(request, "meetings/raised_share.html", context, page=raised, shown=[raised, raised.action])
