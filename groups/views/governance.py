from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_group
from groups.forms import GovernanceForm
from groups.governance import chain_of, chart_of
from groups.models import Governance
from groups.roles import Permission


def governance_detail(request, public_id):
    group, may = access_group(request.user, public_id)
    chain = chain_of(group)
    context = {"group": group, "may": may, "chain": chain, "chart": chart_of(chain)}
    return render(request, "groups/governance_detail.html", context)


def governance_edit(request, public_id):
    group, may = access_group(request.user, public_id, Permission.EDIT_TERMS)
    form = GovernanceForm(request.POST or None, governance=Governance.objects.get(group=group))

    if form.is_valid() and form.save_by(services.change_governance, group=group, by=request.user):
        messages.success(request, "The governance is saved")
        return redirect("groups:governance_detail", group.public_id)

    context = {"group": group, "may": may, "form": form, "chain": chain_of(group)}
    return render(request, "groups/governance_edit.html", context)
