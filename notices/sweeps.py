"""What is done once a minute. Apps register their steps in AppConfig.ready; one that fails does not stop the others."""

import logging

from django.db.models.functions import Now

from notices.models import Heartbeat

log = logging.getLogger(__name__)

STEPS = {}


def register(name, step):
    STEPS[name] = step


def sweep():
    """Each step that ends well beats its heart, which /healthz reads: silence is the alarm."""
    for name, step in STEPS.items():
        try:
            step()
        except Exception:
            log.exception("step %s of the sweep failed", name)
        else:
            Heartbeat.objects.update_or_create(part=name, defaults={"at": Now()})
