from django.contrib import messages
from django.shortcuts import redirect, render

from audit.services import record_reading
from groups import services
from groups.access import access_group, may_from_seat
from groups.forms import AddStandingItemForm, EditStandingItemForm
from groups.markings import highest_marking
from groups.models import StandingItem
from groups.roles import Permission
from groups.sensitivity import access_standing_item


def standing_item_list(request, public_id):
    group, may = access_group(request.user, public_id)
    lines = StandingItem.objects.in_group(group).numbered(request.user)
    shown = [item for _number, item in lines if item]
    record_reading(by=request.user, session_key=request.session.session_key, page=group, shown=shown)
    context = {"group": group, "may": may, "lines": lines, "minutes": sum(item.minutes for item in shown)}
    context["changes_statement"] = may_from_seat(request.user, group, Permission.EDIT_TERMS)
    return render(request, "groups/standing_item_list.html", context | {"marking": highest_marking(shown)})


def standing_item_add(request, public_id):
    group, may = access_group(request.user, public_id, Permission.MANAGE_STANDING_ITEMS)
    form = AddStandingItemForm(request.POST or None, group=group)

    if form.is_valid() and form.save_by(services.add_standing_item, group=group, by=request.user):
        messages.success(request, "The item will stand on the next agenda")
        return redirect("groups:standing_item_list", group.public_id)

    return render(request, "groups/standing_item_add.html", {"group": group, "may": may, "form": form})


def standing_item_edit(request, public_id):
    item, may = access_standing_item(request.user, public_id, Permission.MANAGE_STANDING_ITEMS)
    form = EditStandingItemForm(request.POST or None, standing_item=item)

    if form.is_valid() and form.save_by(services.change_standing_item, standing_item=item, by=request.user):
        messages.success(request, "The item is saved")
        return redirect("groups:standing_item_list", item.group.public_id)

    record_reading(by=request.user, session_key=request.session.session_key, page=item, shown=[item])
    context = {"group": item.group, "may": may, "item": item, "form": form, "marking": item.get_marking_display()}
    return render(request, "groups/standing_item_edit.html", context)
