"""The Celery application. Beat only knocks once a minute; what is owed stands in the database."""

import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "papg.settings")

app = Celery("papg")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    timezone="UTC",
    task_ignore_result=True,
    task_acks_late=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    beat_scheduler="celery.beat.Scheduler",  # forgets when it stops, which is all that one sweep needs: no file to keep
    beat_schedule={"sweep": {"task": "notices.tasks.sweep", "schedule": float(os.environ.get("SWEEP_SECONDS", "60"))}},
)
app.autodiscover_tasks()


@worker_init.connect
def stay_behind_the_wall(**_sent):
    from lib.wall import refuse_to_serve_outside

    refuse_to_serve_outside()
