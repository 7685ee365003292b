from django.contrib import messages
from django.shortcuts import redirect, render

from actions import services
from actions.access import access_action, access_own_action, may_update
from actions.forms import EditActionForm, RaiseActionForm, UpdateActionForm
from actions.models import Action
from actions.plan import SHOWN, plan_of
from audit.services import record_reading
from groups.access import access_group
from groups.markings import highest_marking
from groups.roles import Permission
from groups.sensitivity import for_readers_page
from groups.views.readers import readers_page


def action_plan(request, public_id):
    group, may = access_group(request.user, public_id)
    asked = request.GET.get("show")
    plan = plan_of(group, request.user, asked if asked in SHOWN else "open")

    _record_reading(request, group, plan["actions"])
    context = {"group": group, "may": may, "marking": highest_marking(plan["actions"]), **plan}
    return render(request, "actions/action_plan.html", context)


def action_detail(request, public_id):
    action, may = access_action(request.user, public_id)

    _record_reading(request, action, [action])
    return render(request, "actions/action_detail.html", _about(action, may, request.user))


def action_raise(request, public_id):
    group, may = access_group(request.user, public_id, Permission.RAISE_ACTIONS)
    form = RaiseActionForm(request.POST or None, group=group)

    raising = {"group": group, "origin": Action.Origin.HAND, "by": request.user}
    if form.is_valid() and form.save_by(services.raise_action, **raising):
        messages.success(request, f"Action {form.saved.number} added to the plan")
        return redirect("actions:action_plan", group.public_id)

    return render(request, "actions/action_raise.html", {"group": group, "may": may, "form": form})


def action_update(request, public_id):
    action, may = access_own_action(request.user, public_id)
    context = _about(action, may, request.user, request.POST or None)
    form = context["form"]

    if form.is_valid():
        services.update_action(action=action, by=request.user, **form.cleaned_data)
        messages.success(request, f"Action {action.number} updated")
        return redirect(action)

    _record_reading(request, action, [action])
    return render(request, "actions/action_update.html", context)


def action_edit(request, public_id):
    action, may = access_action(request.user, public_id, Permission.EDIT_ACTIONS)
    form = EditActionForm(request.POST or None, thing=action, user=request.user)

    if form.is_valid() and form.save_by(services.edit_action, action=action, by=request.user):
        messages.success(request, f"Action {action.number} saved")
        return redirect(action)

    _record_reading(request, action, [action])
    context = {"group": action.group, "may": may, "marking": action.marking, "action": action, "form": form}
    return render(request, "actions/action_edit.html", context)


def action_readers(request, public_id):
    action, may = for_readers_page(request.user, *access_action(request.user, public_id))
    return readers_page(request, action, may, back=action.get_absolute_url())


def _about(action, may, user, posted=None):
    updates = list(action.updates.with_names())
    open_to_me = may_update(user, action, may)
    form = UpdateActionForm(posted, action=action, may=may, user=user, reported=len(updates)) if open_to_me else None
    return {
        "group": action.group,
        "may": may,
        "marking": action.marking,
        "action": action,
        "updates": updates,
        "may_see_readers": Permission.VIEW_READERS in may or action.author_key == user.pk,
        "form": form,
    }


def _record_reading(request, page, shown):
    record_reading(by=request.user, session_key=request.session.session_key, page=page, shown=shown)
