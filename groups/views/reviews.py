from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_from_seat
from groups.forms import ReviewForm
from groups.reviews import to_review
from groups.roles import Permission


def access_review(request, public_id):
    group, may = access_from_seat(request.user, public_id, Permission.MANAGE_MEMBERS)
    others, own = to_review(group, request.user)
    form = ReviewForm(request.POST if request.method == "POST" else None, to_review=others)

    if form.is_valid() and form.save_by(services.review_access, group=group, by=request.user):
        messages.success(request, "Confirmed for another half year")
        return redirect("groups:access_review", group.public_id)

    context = {"group": group, "may": may, "form": form, "others": others, "own": own}
    return render(request, "groups/access_review.html", context)
