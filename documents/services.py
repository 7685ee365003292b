"""Documents are made by the worker and kept by the hash of what they say: the same version is made once."""

import logging

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from audit.models import Kind
from audit.services import record
from documents import store
from documents.makers import MAKERS, hash_of
from documents.models import KEPT_FOR, Job, StoredFile
from lib import wall

log = logging.getLogger(__name__)

MOST_TRIES = 3  # a document that took its worker down three times is not tried a fourth


@transaction.atomic
def ask_for_document(*, kind, subject, file_name, by):
    """A job of this person: ready at once when the same version is in the store, otherwise for the worker."""
    sha256 = MAKERS[kind].hash_for(subject, by)
    version = {"kind": kind, "subject": subject.public_id, "content_sha256": sha256}
    file = stored(**version)
    job = Job.objects.filter(by=by, state=Job.State.DONE if file else Job.State.WAITING, file=file, **version).first()
    if job:
        return job
    job = Job.objects.create(by=by, file_name=file_name, **version, **(_ready(file, kind) if file else {}))
    record(by=by, verb="document asked for", target=subject, job=job.public_id)
    if not file:
        transaction.on_commit(lambda: hand_to_worker(job.pk), robust=True)
    return job


def stored(*, kind, subject, content_sha256):
    """The file of this version, if it was made before and is still there and whole. Of what is made for one reader,
    it is theirs, since the version names them."""
    done = Job.objects.ready().filter(kind=kind, subject=subject, content_sha256=content_sha256)
    return next((job.file for job in done.order_by("-pk")[:1] if store.is_whole(job.file)), None)


def _ready(file, kind):
    ends = {"expires_at": Now() + KEPT_FOR} if MAKERS[kind].shown else {}
    return {"state": Job.State.DONE, "file": file, "finished_at": Now(), **ends}


def hand_to_worker(job_id):
    """Fails when the broker is down; then the job waits, and the next sweep hands it over again."""
    current_app.send_task("documents.tasks.make_document", [job_id], retry=False)


def take_up_waiting():
    """Part of the sweep: whatever waits, and whatever a dead worker left half made."""
    for job_id in Job.objects.to_make().order_by("pk").values_list("pk", flat=True):
        hand_to_worker(job_id)


# In the worker --------------------------------------------------------------------------------------------------------


def make_document(*, job_id):
    """Safe to run twice, and by two workers at once: only one takes the job."""
    job = take_job(job_id)
    if job is None:
        return
    try:
        with wall.within_groups_of(job.by_id):
            subject, sha256, file = _made(job)
    except Exception:  # the person is told, and can try again
        log.exception("job %s failed", job.public_id)
        fail_job(job)
    else:
        finish_job(job, subject, sha256, file)


@transaction.atomic
def take_job(job_id):
    job = Job.objects.to_make().select_for_update(skip_locked=True).filter(pk=job_id).first()
    if job and job.tries >= MOST_TRIES:
        fail_job(job)
        return None
    if job:
        Job.objects.filter(pk=job.pk).update(state=Job.State.MAKING, taken_at=Now(), tries=F("tries") + 1)
    return job


def _made(job):
    """What it was made of, the hash of what it says, and the file. The content may have changed since it was asked for,
    and so may the right to have it."""
    maker = MAKERS[job.kind]
    subject, _may = maker.access(job.by, job.subject)
    content = maker.content_for(subject, job.by)
    sha256 = hash_of(content)
    file = stored(kind=job.kind, subject=job.subject, content_sha256=sha256)
    return subject, sha256, file or store.keep(maker.bytes_for(content, sha256, job.asked_at), maker.media_type)


@transaction.atomic
def finish_job(job, subject, sha256, file):
    Job.objects.filter(pk=job.pk).update(content_sha256=sha256, **_ready(file, job.kind))
    record(by=None, verb="document made", target=subject, job=job.public_id, file=file.sha256)


@transaction.atomic
def fail_job(job):
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, finished_at=Now())
    record(by=None, verb="document not made", target=job)


# For the person who asked ---------------------------------------------------------------------------------------------


@transaction.atomic
def try_again(*, job, by):
    """True when the job had failed and now waits again."""
    waiting = {"state": Job.State.WAITING, "tries": 0, "asked_at": Now(), "finished_at": None}
    changed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(**waiting)
    if changed:
        record(by=by, verb="document asked for again", target=job)
        transaction.on_commit(lambda: hand_to_worker(job.pk), robust=True)
    return bool(changed)


@transaction.atomic
def take_document(*, job, by):
    """The bytes, with an entry of who took them; None when there are none, which the job's page then says."""
    if not job.is_ready:
        return None
    if no_longer_holds(job, by):
        let_go(job)
        return None
    try:
        content = store.bytes_of(job.file)
    except store.Lost:
        log.error("file %s is lost or altered", job.file.sha256)
        fail_job(job)
        return None
    record(by=by, verb="document taken", target=job.made_of, kind=Kind.EXPORT, job=job.public_id, file=job.file.sha256)
    return content


def shown_in(job):
    """The things that its reader reads in a document made for them alone."""
    shown = MAKERS[job.kind].shown
    return shown(job.made_of, job.by) if shown else []


# Made for one reader, and kept for a day ------------------------------------------------------------------------------


def no_longer_holds(job, reader):
    """Its day is over, or it would not say the same to its reader now: something was withheld, opened or changed."""
    maker = MAKERS[job.kind]
    if not maker.shown:
        return False
    is_over = Job.objects.outdated().filter(pk=job.pk).exists()
    return is_over or maker.hash_for(job.made_of, reader) != job.content_sha256


@transaction.atomic
def let_go(job):
    Job.objects.filter(pk=job.pk).update(state=Job.State.GONE, file=None)
    if not job.file.jobs.exists():
        store.forget(job.file)
    record(by=None, verb="document let go", target=job)


def let_go_of_the_outdated():
    """Part of the sweep. A worker that died may have left a file, too, of which no job knows."""
    for job in Job.objects.ready().outdated():
        let_go(job)
    for file in StoredFile.objects.nobodys():
        store.forget(file)
