from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.forms import AcceptUndertakingForm, ChangeUndertakingForm
from groups.text_access import access_undertaking, access_undertaking_to_change
from groups.undertaking_page import undertaking_for_page, will_be_asked_again


def undertaking_accept(request, public_id):
    undertaking, may = access_undertaking(request.user, public_id)
    group = undertaking.group
    form = AcceptUndertakingForm(request.POST or None, undertaking=undertaking)

    if form.is_valid() and form.save_by(services.accept_undertaking, undertaking=undertaking, by=request.user):
        messages.success(request, "You have accepted the handling undertaking. It holds for a year")
        return redirect(group if may else "overview:home")

    context = {"group": group, "may": may, "form": form, **undertaking_for_page(group, request.user, may)}
    return render(request, "groups/undertaking_accept.html", context)


def undertaking_change(request, public_id):
    undertaking, may = access_undertaking_to_change(request.user, public_id)
    group = undertaking.group
    form = ChangeUndertakingForm(request.POST or None, undertaking=undertaking)

    if form.is_valid() and form.save_by(services.change_undertaking, group=group, by=request.user):
        messages.success(request, f"Text {form.saved.number} is saved. It waits to be accepted, by you too")
        return redirect("groups:undertaking_accept", group.public_id)

    asked = will_be_asked_again(undertaking)
    context = {"group": group, "may": may, "undertaking": undertaking, "form": form, "asked_again": asked}
    return render(request, "groups/undertaking_change.html", context)
