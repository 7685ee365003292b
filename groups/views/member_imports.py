from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_group
from groups.forms import InviteListForm, UploadListForm, read_rows
from groups.member_lists import access_member_import, template, words_for
from groups.roles import Permission


def member_import(request, public_id):
    group, may = access_group(request.user, public_id, Permission.MANAGE_MEMBERS)
    form = UploadListForm(request.POST or None, request.FILES or None)

    if form.is_valid() and form.save_by(services.keep_list, group=group, by=request.user):
        return redirect("groups:member_import_check", form.saved.public_id)

    context = {"group": group, "may": may, "form": form, "words": words_for(group)}
    return render(request, "groups/member_import.html", context)


def member_import_template(request, public_id):
    access_group(request.user, public_id, Permission.MANAGE_MEMBERS)
    headers = {"Content-Disposition": 'attachment; filename="members.csv"'}
    return HttpResponse(template(), content_type="text/csv", headers=headers)


def member_import_check(request, public_id):
    member_import, may = access_member_import(request.user, public_id)
    rows = read_rows(member_import, request.user)
    form = InviteListForm(request.POST if request.method == "POST" else None, rows=rows)

    if form.is_valid() and form.save_by(services.invite_members, member_import=member_import, by=request.user):
        messages.success(request, "They are told by e-mail. Next, the chair or the secretary confirms their seats")
        return redirect("groups:member_list", member_import.group.public_id)

    faulty = [row for row in rows if row.errors]
    context = {"group": member_import.group, "may": may, "rows": rows, "faulty": faulty, "form": form}
    return render(request, "groups/member_import_check.html", context)
