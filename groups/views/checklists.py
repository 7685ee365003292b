from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from groups import services
from groups.access import access_membership
from groups.roles import Permission


@require_POST
def checklist_tick(request, public_id):
    membership, _may = access_membership(request.user, public_id, Permission.MANAGE_MEMBERS)
    done = request.POST.get("do") == "tick"
    try:
        services.tick_item(membership=membership, item=request.POST.get("item", ""), done=done, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect(membership)
