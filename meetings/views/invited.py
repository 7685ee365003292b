from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from groups.forms import ConfirmForm
from groups.roles import Permission
from groups.services import why_not_confirm
from meetings import services
from meetings.access import access_item, access_item_to_read, access_nomination, access_seat_to_nominate_for
from meetings.forms import EndGuestForm, InviteGuestForm, NominateDeputyForm
from meetings.item_page import page_of
from meetings.views.pages import recorded_page


def deputy_nominate(request, public_id):
    meeting, seat, may = access_seat_to_nominate_for(request.user, public_id)
    form = NominateDeputyForm(request.POST or None, membership=seat, by=request.user)

    if form.is_valid() and form.save_by(services.nominate_deputy, meeting=meeting, seat=seat, by=request.user):
        messages.success(request, f"{form.saved.name} is told by e-mail, and stands in for you at this meeting")
        return redirect("meetings:meeting_detail", meeting.public_id)

    context = {"group": meeting.group, "meeting": meeting, "seat": seat, "may": may, "form": form}
    return render(request, "meetings/deputy_nominate.html", context)


def nomination_confirm(request, public_id):
    nomination, may = access_nomination(request.user, public_id, Permission.CONFIRM_MEMBERS)
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    if form.is_valid() and form.save_by(services.confirm_nomination, nomination=nomination, by=request.user):
        messages.success(request, f"{nomination.name} is confirmed for this meeting")
        return redirect("meetings:meeting_detail", nomination.meeting.public_id)

    refusal = why_not_confirm(nomination, request.user)
    context = {"group": nomination.group, "may": may, "nomination": nomination, "form": form, "refusal": refusal}
    return render(request, "meetings/nomination_confirm.html", context)


def item_detail(request, public_id):
    item, may = access_item_to_read(request.user, public_id)
    context, shown = page_of(item, request.user, may)
    return recorded_page(request, "meetings/item_detail.html", context, page=item, shown=shown)


def guest_invite(request, public_id):
    item, may = access_item(request.user, public_id, Permission.INVITE_GUEST)
    form = InviteGuestForm(request.POST or None, group=item.group, by=request.user)

    if form.is_valid() and form.save_by(services.invite_guest, item=item, by=request.user):
        waits = " A second person is asked to agree" if form.saved.needs_second else ""
        messages.success(request, f"{form.saved.name} is told by e-mail.{waits}")
        return redirect("meetings:item_detail", item.public_id)

    context = {"group": item.group, "meeting": item.meeting, "item": item, "may": may, "form": form}
    return recorded_page(request, "meetings/guest_invite.html", context, page=item, shown=[item])


@require_POST
def guest_end(request, public_id):
    item, _may = access_item(request.user, public_id, Permission.INVITE_GUEST)
    form = EndGuestForm(request.POST)

    if form.is_valid() and form.save_by(services.end_guest, item=item, by=request.user):
        messages.success(request, "The invitation has ended, and access with it")

    return redirect("meetings:item_detail", item.public_id)
