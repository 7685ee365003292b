from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from groups import services
from groups.access import access_group
from groups.forms import AddAuthorityForm, RemoveAuthorityForm
from groups.participations import access_participation, authorities_of
from groups.reference import ATTRIBUTION
from groups.roles import Permission


def authority_list(request, public_id):
    group, may = access_group(request.user, public_id)
    context = {"group": group, "may": may, "attribution": ATTRIBUTION, **authorities_of(group, request.user)}
    return render(request, "groups/authority_list.html", context)


def authority_add(request, public_id):
    group, may = access_group(request.user, public_id, Permission.ARRANGE_GROUP)
    form = AddAuthorityForm(request.POST or None, group=group)
    if request.method == "POST":
        needs_fresh_factor(request)

    if form.is_valid() and form.save_by(services.ask_for_authority, group=group, by=request.user):
        messages.success(request, "Asked. It takes part when the chair or the secretary has agreed")
        return redirect("groups:authority_list", group.public_id)

    context = {"group": group, "may": may, "form": form, "attribution": ATTRIBUTION}
    return render(request, "groups/authority_add.html", context)


@require_POST
def participation_answer(request, public_id):
    wish, _may = access_participation(request.user, public_id)
    needs_fresh_factor(request)
    agreed = request.POST.get("do") == "agree"
    try:
        services.answer_participation(participation=wish, agreed=agreed, by=request.user)
        messages.success(request, f"{wish.authority} takes part from now on" if agreed else "Refused; nothing changes")
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("groups:authority_list", wish.group.public_id)


def authority_remove(request, public_id):
    group, may = access_group(request.user, public_id, Permission.ARRANGE_GROUP)
    form = RemoveAuthorityForm(request.POST or None, group=group)

    if form.is_valid() and form.save_by(services.remove_authority, group=group, by=request.user):
        messages.success(request, f"{form.cleaned_data['authority']} takes part no longer")
        return redirect("groups:authority_list", group.public_id)

    return render(request, "groups/authority_remove.html", {"group": group, "may": may, "form": form})
