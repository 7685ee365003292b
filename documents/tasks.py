from celery import shared_task

from documents import services


@shared_task
def make_document(job_id):
    services.make_document(job_id=job_id)
