from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from groups.roles import Permission
from meetings import services
from meetings.access import access_minutes


@require_POST
def minutes_export(request, public_id):
    minutes, _may = access_minutes(request.user, public_id, Permission.EXPORT_RECORDS)
    needs_fresh_factor(request)
    job = services.export_minutes(minutes=minutes, ending=request.POST.get("do"), by=request.user)
    return redirect("documents:job_detail", job.public_id)
