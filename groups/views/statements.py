from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_from_seat
from groups.forms import ChangeStatementForm
from groups.models import Rules
from groups.roles import Permission


def statement_change(request, public_id):
    group, may = access_from_seat(request.user, public_id, Permission.EDIT_TERMS)
    rules = Rules.objects.get(group=group)
    form = ChangeStatementForm(request.POST or None, rules=rules)

    if form.is_valid() and form.save_by(services.change_statement, group=group, by=request.user):
        messages.success(request, "The statement is saved. The next meeting to open takes it with it")
        return redirect("groups:standing_item_list", group.public_id)

    context = {"group": group, "may": may, "rules": rules, "form": form}
    return render(request, "groups/statement_change.html", context)
