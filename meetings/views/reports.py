from django.contrib import messages
from django.shortcuts import redirect, render

from groups.roles import Permission
from groups.subgroups import access_subgroup
from meetings import services
from meetings.forms import ReportForm
from meetings.reports import report_of


def report_write(request, public_id):
    group, may = access_subgroup(request.user, public_id, Permission.WRITE_REPORT)
    about = report_of(group)
    form = ReportForm(request.POST or None, thing=about["report"], user=request.user)
    send = request.POST.get("do") == "send"

    if form.is_valid() and form.save_by(services.save_report, group=group, send=send, by=request.user):
        messages.success(
            request, "The report is with the parent group" if send else "The report is saved, not yet sent"
        )
        return redirect("meetings:report_write", group.public_id)

    return render(request, "meetings/report_write.html", {"group": group, "may": may, "form": form, **about})
