from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from groups import services
from groups.access import access_group, access_live_membership, access_membership, owes_undertaking
from groups.coverage import coverage_of
from groups.forms import ConfirmMembershipForm, EditMembershipForm, EndForm, FactorResetForm, InviteMemberForm
from groups.models import Membership
from groups.roles import Permission
from groups.seat_page import last_chair, reset_for_page, seat_for_page


def member_list(request, public_id):
    group, may = access_group(request.user, public_id)
    context = {
        "group": group,
        "may": may,
        "coverage": coverage_of(group),
        "to_come": Membership.objects.to_come_in(group),
        "ended": Membership.objects.ended_in(group),
        "owes_undertaking": owes_undertaking(request.user, group),
    }
    return render(request, "groups/member_list.html", context)


def member_invite(request, public_id):
    group, may = access_group(request.user, public_id, Permission.MANAGE_MEMBERS)
    initial = {"areas": request.GET.getlist("area")}  # from a gap on the coverage board
    form = InviteMemberForm(request.POST or None, group=group, by=request.user, initial=initial)

    if form.is_valid() and form.save_by(services.invite_member, group=group, by=request.user):
        messages.success(
            request, f"{form.saved.name} is told by e-mail. Next, the chair or the secretary confirms the seat"
        )
        return redirect(form.saved)

    return render(request, "groups/member_invite.html", {"group": group, "may": may, "form": form})


def membership_detail(request, public_id):
    membership, may = access_membership(request.user, public_id)
    context = {"group": membership.group, "may": may, **seat_for_page(membership, request.user, may)}
    return render(request, "groups/membership_detail.html", context)


def membership_edit(request, public_id):
    membership, may = access_live_membership(request.user, public_id, Permission.MANAGE_MEMBERS)
    form = EditMembershipForm(request.POST or None, membership=membership, by=request.user)

    if form.is_valid() and form.save_by(services.change_membership, membership=membership, by=request.user):
        messages.success(request, "The seat is saved")
        return redirect(form.saved)

    context = {"group": membership.group, "may": may, "membership": membership, "form": form}
    return render(request, "groups/membership_edit.html", context)


def membership_confirm(request, public_id):
    membership, may = access_live_membership(request.user, public_id, Permission.CONFIRM_MEMBERS)
    form = ConfirmMembershipForm(request.POST or None, membership=membership)

    if form.is_valid() and form.save_by(services.confirm_membership, membership=membership, by=request.user):
        messages.success(request, f"{membership.name} is confirmed")
        return redirect("groups:member_list", membership.group.public_id)

    refusal = services.why_not_confirm(membership, request.user)
    context = {"group": membership.group, "may": may, "membership": membership, "form": form, "refusal": refusal}
    return render(request, "groups/membership_confirm.html", context)


def membership_end(request, public_id):
    membership, may = access_live_membership(request.user, public_id, Permission.MANAGE_MEMBERS)
    form = EndForm(request.POST if request.method == "POST" else None)

    if form.is_valid() and form.save_by(services.end_membership, membership=membership, by=request.user):
        messages.success(request, f"The seat of {membership.name} has ended, and access with it")
        return redirect("groups:member_list", membership.group.public_id)

    context = {"group": membership.group, "may": may, "membership": membership, "form": form}
    return render(request, "groups/membership_end.html", context | {"last_chair": last_chair(membership)})


def factor_reset(request, public_id):
    membership, may = access_live_membership(request.user, public_id, Permission.MANAGE_MEMBERS)
    needs_fresh_factor(request)
    form = FactorResetForm(request.POST or None)

    if form.is_valid() and form.save_by(services.ask_for_reset, membership=membership, by=request.user):
        messages.success(request, "A second person, chair or secretary, is to agree. Ask them to open this page")
        return redirect("groups:factor_reset", membership.public_id)

    context = {"group": membership.group, "may": may, "membership": membership, "form": form}
    return render(request, "groups/factor_reset.html", context | reset_for_page(membership, request.user))


@require_POST
def factor_reset_answer(request, public_id):
    membership, _may = access_live_membership(request.user, public_id, Permission.CONFIRM_MEMBERS)
    needs_fresh_factor(request)
    agreed = request.POST.get("do") == "agree"
    try:
        services.answer_reset(membership=membership, agreed=agreed, by=request.user)
        messages.success(request, "Done: they get a link by e-mail" if agreed else "You have refused; nothing changes")
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect(membership)
