from celery import shared_task

from notices import sweeps


@shared_task(expires=55)  # seconds: sweeps that waited for a worker would only do the same again
def sweep():
    sweeps.sweep()
