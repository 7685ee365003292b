"""What a monitor asks once a minute: a word for each part, and nothing that tells a stranger more."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError
from django.http import JsonResponse
from redis.exceptions import RedisError

from notices.models import Heartbeat, Notice
from notices.sweeps import STEPS

OK, LATE, GONE = "ok", "late", "gone"


@login_not_required
def healthz(request):
    """503 without the database. Otherwise 200, and the words say what is not well.

    Without Redis or a worker, pages still open. A sweep that has not run shows that the worker or beat stands still;
    late mail, that the mail server refuses it.
    """
    try:
        parts = {"database": OK, "redis": redis(), **sweeps(), "mail": mail()}
    except DatabaseError:
        return JsonResponse({"database": GONE}, status=503)
    return JsonResponse(parts)


def redis():
    try:
        cache.get("healthz")
    except RedisError:
        return GONE
    return OK


def sweeps():
    beating = set(Heartbeat.objects.beating().values_list("part", flat=True))
    return {part: OK if part in beating else LATE for part in STEPS}


def mail():
    return LATE if Notice.objects.late().exists() else OK
