from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from audit.services import record_reading
from documents import services
from documents.access import access_job


def job_detail(request, public_id):
    """The page looks again by itself: a poll is answered only when there is something new to say."""
    job, may = access_job(request.user, public_id)
    context = {"job": job, "may": may, "group": job.made_of.group}

    if "HX-Request" not in request.headers:
        return render(request, "documents/job_detail.html", context)
    return HttpResponse(status=204) if job.is_under_way else render(request, "documents/_job_state.html", context)


def job_download(request, public_id):
    job, _may = access_job(request.user, public_id)
    needs_fresh_factor(request)

    content = services.take_document(job=job, by=request.user)

    if content is None:
        return redirect(job)
    record_reading(
        by=request.user,
        session_key=request.session.session_key,
        page=job.made_of,
        shown=services.shown_in(job),
    )
    return FileResponse(BytesIO(content), as_attachment=True, filename=job.file_name, content_type=job.file.media_type)


@require_POST
def job_retry(request, public_id):
    job, _may = access_job(request.user, public_id)
    services.try_again(job=job, by=request.user)
    return redirect(job)
