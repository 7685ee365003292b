from django.http import Http404

from documents.makers import MAKERS
from documents.models import Job


def access_job(user, public_id):
    """This person's own job and what they may do where it comes from, for as long as they may have its document.

    Raises Http404 for a job of another person. `job.made_of` is what the document is made of.
    """
    job = Job.objects.select_related("file").filter(public_id=public_id, by=user).first()
    if job is None:
        raise Http404
    job.made_of, may = MAKERS[job.kind].access(user, job.subject)
    return job, may
