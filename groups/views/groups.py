from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_led_authority
from groups.forms import CreateGroupForm


def group_create(request, public_id):
    authority = access_led_authority(request.user, public_id)
    form = CreateGroupForm(request.POST or None, authority=authority)

    if form.is_valid() and form.save_by(services.create_group, authority=authority, by=request.user):
        messages.success(request, "The group is there. These steps lead to its first meeting")
        return redirect("overview:group_start", form.saved.public_id)

    return render(request, "groups/group_create.html", {"authority": authority, "form": form})
