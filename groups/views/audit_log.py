from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from groups import services
from groups.access import access_audited_authority
from groups.audit_log import log_for_page
from groups.forms import AuditLogForm


def audit_log(request, public_id):
    authority = access_audited_authority(request.user, public_id)
    form = AuditLogForm(request.GET, authority=authority)
    context = {"authority": authority, "form": form}

    if form.is_valid():
        context |= log_for_page(authority, request.GET, form.cleaned_data)

    return render(request, "groups/audit_log.html", context)


@require_POST
def audit_log_export(request, public_id):
    """The filters stand in the address, as on the page; what is wrong with them is said there."""
    authority = access_audited_authority(request.user, public_id)
    needs_fresh_factor(request)
    form = AuditLogForm(request.GET, authority=authority)

    if form.is_valid():
        job = services.export_log(authority=authority, by=request.user, **form.cleaned_data)
        return redirect("documents:job_detail", job.public_id)

    return redirect(reverse("groups:audit_log", args=[authority.public_id], query=request.GET))
