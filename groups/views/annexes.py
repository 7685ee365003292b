from django.contrib import messages
from django.shortcuts import redirect, render

from audit.services import record_reading
from groups import services
from groups.access import access_group
from groups.forms import AddAnnexForm, EditAnnexForm, WithdrawAnnexForm
from groups.roles import Permission
from groups.sensitivity import access_annex


def annex_add(request, public_id):
    group, may = access_group(request.user, public_id, Permission.EDIT_TERMS)
    form = AddAnnexForm(request.POST or None)

    if form.is_valid() and form.save_by(services.add_annex, group=group, by=request.user):
        messages.success(request, f"{form.saved} added")
        return redirect(form.saved)

    return render(request, "groups/annex_add.html", {"group": group, "may": may, "form": form})


def annex_detail(request, public_id):
    annex, may = access_annex(request.user, public_id)

    _record_reading(request, annex)
    return render(request, "groups/annex_detail.html", _about(annex, may))


def annex_edit(request, public_id):
    annex, may = access_annex(request.user, public_id, Permission.EDIT_TERMS)
    form = EditAnnexForm(request.POST or None, thing=annex, user=request.user)

    if form.is_valid() and form.save_by(services.save_annex, annex=annex, by=request.user):
        messages.success(request, f"{annex} saved")
        return redirect(annex)

    _record_reading(request, annex)
    return render(request, "groups/annex_edit.html", _about(annex, may) | {"form": form})


def annex_withdraw(request, public_id):
    annex, may = access_annex(request.user, public_id, Permission.EDIT_TERMS)
    form = WithdrawAnnexForm(request.POST if request.method == "POST" else None)

    if form.is_valid() and form.save_by(services.withdraw_annex, annex=annex, by=request.user):
        messages.success(request, f"{annex} is withdrawn. Its letter is not used again")
        return redirect(annex)

    _record_reading(request, annex)
    return render(request, "groups/annex_withdraw.html", _about(annex, may) | {"form": form})


def _about(annex, may):
    return {"group": annex.group, "may": may, "marking": annex.marking, "annex": annex}


def _record_reading(request, annex):
    record_reading(by=request.user, session_key=request.session.session_key, page=annex, shown=[annex])
