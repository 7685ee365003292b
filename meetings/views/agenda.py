from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from groups.roles import Permission
from meetings import services
from meetings.access import access_contribution, access_item, access_meeting
from meetings.forms import AddItemForm, ContributionForm, EditItemForm
from meetings.models import Contribution
from meetings.updates import filed_lately, owed_by
from meetings.views.pages import recorded_page

ITEM_FIELDS = ["title", "purpose", "decision_required", "owner", "minutes"]
STATES = {"file": Contribution.State.FILED, "nothing": Contribution.State.NOTHING}


def item_add(request, public_id):
    meeting, may = access_meeting(request.user, public_id, Permission.EDIT_AGENDA)
    form = AddItemForm(request.POST or None, meeting=meeting, user=request.user)

    if form.is_valid():
        services.add_item(meeting=meeting, by=request.user, **form.cleaned_data)
        messages.success(request, "Item added to the agenda")
        return redirect("meetings:meeting_detail", meeting.public_id)

    context = {"group": meeting.group, "meeting": meeting, "may": may, "form": form}
    return recorded_page(request, "meetings/item_add.html", context, page=meeting, shown=form.shown)


def item_edit(request, public_id):
    item, may = access_item(request.user, public_id, Permission.EDIT_AGENDA)
    now = {name: getattr(item, name) for name in ITEM_FIELDS}
    form = EditItemForm(request.POST or None, initial=now, meeting=item.meeting, user=request.user, item=item)

    if form.is_valid() and form.save_by(services.edit_item, item=item, by=request.user):
        messages.success(request, f"Item {item.number} saved")
        return redirect("meetings:meeting_detail", item.meeting.public_id)

    context = {"group": item.group, "meeting": item.meeting, "item": item, "may": may, "form": form}
    return recorded_page(request, "meetings/item_edit.html", context, page=item, shown=[item, *form.shown])


@require_POST
def item_move(request, public_id):
    item, _may = access_item(request.user, public_id, Permission.EDIT_AGENDA)
    to = request.POST.get("to")
    if not services.move_item(item=item, up=to == "up", first=to == "first", by=request.user):
        messages.error(request, "This meeting has been held meanwhile: its agenda stays as it was.")
    agenda = reverse("meetings:meeting_detail", args=[item.meeting.public_id])
    pressed = "down" if to == "down" else "up"
    return redirect(f"{agenda}#item-{item.number}-{pressed}")


def updates_owed(request):
    owed, filed = owed_by(request.user), filed_lately(request.user)
    groups = len({item.group_id for item in owed})
    context = {"owed": owed, "filed": filed, "groups": groups, "needs_you_count": len(owed)}
    shown = [*owed, *filed, *(contribution.item for contribution in filed)]
    return recorded_page(request, "meetings/updates_owed.html", context, shown=shown)


def contribution_write(request, public_id):
    item, seat, contribution, may = access_contribution(request.user, public_id)
    state = STATES.get(request.POST.get("do"), Contribution.State.WRITING)
    form = _contribution_form(request, item, contribution, filing=state == Contribution.State.FILED)

    if form.is_valid() and form.save_by(services.save_contribution, item=item, seat=seat, state=state, by=request.user):
        messages.success(request, f"Item {item.number}: {state.label.lower()}")
        return redirect("meetings:updates_owed")

    context = {"group": item.group, "item": item, "seat": seat, "contribution": contribution, "may": may, "form": form}
    return recorded_page(request, "meetings/contribution_write.html", context, page=item, shown=[item, contribution])


def _contribution_form(request, item, contribution, filing):
    thing = contribution or Contribution(group=item.group, public_id=item.public_id)
    limits = ["marking", "audience", "handling"]
    now = {name: getattr(contribution, name) for name in limits} if contribution else {}
    return ContributionForm(
        request.POST or None, initial=now, thing=thing, user=request.user, within=item, filing=filing
    )
