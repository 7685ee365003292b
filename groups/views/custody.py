from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from groups import services
from groups.access import access_group
from groups.custody import orphans_in
from groups.forms import NewReaderForm
from groups.roles import Permission


def custody_list(request, public_id):
    group, may = access_group(request.user, public_id, Permission.RESTORE_CUSTODY)
    orphans = orphans_in([group.pk])
    form = NewReaderForm(request.POST or None, group=group, orphans=orphans)
    if request.method == "POST":
        needs_fresh_factor(request)

    if form.is_valid() and form.save_by(services.name_new_reader, group=group, by=request.user):
        messages.success(request, "The other of you, chair or senior owner, is asked to agree")
        return redirect("groups:custody_list", group.public_id)

    context = {"group": group, "may": may, "orphans": orphans, "form": form, "me": request.user.public_id}
    return render(request, "groups/custody_list.html", context)


@require_POST
def custody_answer(request, public_id):
    group, _may = access_group(request.user, public_id, Permission.RESTORE_CUSTODY)
    needs_fresh_factor(request)
    agreed = request.POST.get("do") == "agree"
    try:
        services.answer_new_reader(group=group, thing=request.POST.get("thing", ""), agreed=agreed, by=request.user)
        messages.success(request, "You have agreed" if agreed else "You have refused; nothing changes")
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("groups:custody_list", group.public_id)
