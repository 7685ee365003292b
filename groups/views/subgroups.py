from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_group
from groups.forms import CloseSubgroupForm, CreateSubgroupForm, RenewSubgroupForm
from groups.roles import Permission
from groups.subgroups import access_subgroup


def subgroup_create(request, public_id):
    group, may = access_group(request.user, public_id, Permission.ARRANGE_GROUP)
    form = CreateSubgroupForm(request.POST or None, group=group)

    if form.is_valid() and form.save_by(services.create_subgroup, parent=group, by=request.user):
        messages.success(request, "The subgroup is there. Next, invite its chair")
        return redirect("groups:member_list", form.saved.public_id)

    return render(request, "groups/subgroup_create.html", {"group": group, "may": may, "form": form})


def subgroup_renew(request, public_id):
    group, may = access_subgroup(request.user, public_id, Permission.ARRANGE_GROUP)
    form = RenewSubgroupForm(request.POST or None, initial={"ends_on": group.ends_on})

    if form.is_valid() and form.save_by(services.renew_subgroup, group=group, by=request.user):
        messages.success(request, "The subgroup is renewed")
        return redirect(group)

    return render(request, "groups/subgroup_renew.html", {"group": group, "may": may, "form": form})


def subgroup_close(request, public_id):
    group, may = access_subgroup(request.user, public_id, Permission.ARRANGE_GROUP)
    form = CloseSubgroupForm(request.POST if request.method == "POST" else None)

    if form.is_valid() and form.save_by(services.close_subgroup, group=group, by=request.user):
        messages.success(request, "The subgroup is closed")
        return redirect(group)

    return render(request, "groups/subgroup_close.html", {"group": group, "may": may, "form": form})
