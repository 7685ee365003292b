from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_as_seated, access_led_authority
from groups.forms import AcceptUndertakingForm, CreateGroupForm
from groups.models import Undertaking


def group_create(request, public_id):
    authority = access_led_authority(request.user, public_id)
    form = CreateGroupForm(request.POST or None, authority=authority)

    if form.is_valid() and form.save_by(services.create_group, authority=authority, by=request.user):
        messages.success(request, "The group is there. Next, invite its chair and its secretary")
        return redirect("groups:member_list", form.saved.public_id)

    return render(request, "groups/group_create.html", {"authority": authority, "form": form})


def undertaking_accept(request, public_id):
    group, may = access_as_seated(request.user, public_id)
    undertaking = Undertaking.objects.current(group)
    form = AcceptUndertakingForm(request.POST or None, undertaking=undertaking)

    if form.is_valid() and form.save_by(services.accept_undertaking, undertaking=undertaking, by=request.user):
        messages.success(request, "You have accepted the handling undertaking. It holds for a year")
        return redirect(group if may else "overview:home")

    return render(
        request,
        "groups/undertaking_accept.html",
        {
            "group": group,
            "may": may,
            "undertaking": undertaking,
            "accepted": undertaking.acceptance_of(request.user),
            "form": form,
        },
    )
