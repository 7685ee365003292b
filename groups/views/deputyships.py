from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from groups import services
from groups.access import access_deputyship, access_deputyship_to_change, access_membership_to_appoint
from groups.forms import AppointDeputyForm, ConfirmForm, EditDeputyshipForm, EndForm
from groups.roles import Permission


def deputy_appoint(request, public_id):
    membership, may = access_membership_to_appoint(request.user, public_id)
    form = AppointDeputyForm(request.POST or None, membership=membership, by=request.user)

    if form.is_valid() and form.save_by(services.appoint_deputy, membership=membership, by=request.user):
        messages.success(
            request, f"{form.saved.name} is told by e-mail. Next, the chair or the secretary confirms them"
        )
        return redirect(membership)

    context = {"group": membership.group, "may": may, "membership": membership, "form": form}
    return render(request, "groups/deputy_appoint.html", context)


def deputyship_edit(request, public_id):
    deputyship, may = access_deputyship_to_change(request.user, public_id)
    form = EditDeputyshipForm(request.POST or None, deputyship=deputyship, by=request.user)

    if form.is_valid() and form.save_by(services.change_deputyship, deputyship=deputyship, by=request.user):
        messages.success(request, "The deputy is saved")
        return redirect(deputyship.membership)

    context = {"group": deputyship.group, "may": may, "deputyship": deputyship, "form": form}
    return render(request, "groups/deputyship_edit.html", context)


@require_POST
def deputyship_move(request, public_id):
    deputyship, _may = access_deputyship_to_change(request.user, public_id)
    up = request.POST.get("to") == "up"
    if services.move_deputy(deputyship=deputyship, up=up, by=request.user):
        messages.success(request, f"{deputyship.name} is asked {'earlier' if up else 'later'} now")
    return redirect(deputyship.membership)


def deputyship_confirm(request, public_id):
    deputyship, may = access_deputyship(request.user, public_id, Permission.CONFIRM_MEMBERS)
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    if form.is_valid() and form.save_by(services.confirm_deputyship, deputyship=deputyship, by=request.user):
        messages.success(request, f"{deputyship.name} is confirmed")
        return redirect(deputyship.membership)

    refusal = services.why_not_confirm(deputyship, request.user)
    context = {"group": deputyship.group, "may": may, "deputyship": deputyship, "form": form, "refusal": refusal}
    return render(request, "groups/deputyship_confirm.html", context)


def deputyship_end(request, public_id):
    deputyship, may = access_deputyship_to_change(request.user, public_id)
    form = EndForm(request.POST if request.method == "POST" else None)

    if form.is_valid() and form.save_by(services.end_deputyship, deputyship=deputyship, by=request.user):
        messages.success(request, f"{deputyship.name} no longer stands in for {deputyship.membership.name}")
        return redirect(deputyship.membership)

    context = {"group": deputyship.group, "may": may, "deputyship": deputyship, "form": form}
    return render(request, "groups/deputyship_end.html", context)
