"""Documents through their pages, with the terms of reference as the kind that there is."""

import stat
import threading
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry, Kind
from documents import makers, services, store
from documents.models import Job, StoredFile
from documents.services import ask_for_document, make_document, take_up_waiting
from groups.models import Membership

QUICK = b"%PDF-1.7 not a real one"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture(autouse=True)
def quickly_made(monkeypatch):
    """The bytes of a document say its hash; the real pages are in tests/groups/test_terms_document.py."""
    terms = makers.MAKERS["terms"]
    quick = makers.Maker(
        terms.access, terms.content, lambda _content, sha256: QUICK + sha256.encode(), terms.media_type
    )
    monkeypatch.setitem(makers.MAKERS, "terms", quick)
    return quick


def ask(side, name):
    return ask_for_document(
        kind="terms", subject=side.things.terms, file_name="terms-of-reference-0.1.pdf", by=side.people[name]
    )


def made(side, name):
    job = ask(side, name)
    make_document(job_id=job.pk)
    job.refresh_from_db()
    return job


def page_of(job, name="job_detail"):
    return reverse(f"documents:{name}", args=[job.public_id])


def verbs():
    return [entry.verb for entry in Entry.objects.filter(verb__startswith="document").order_by("pk")]


# Making and keeping ---------------------------------------------------------------------------------------------------


def test_worker_makes_it_once_and_the_same_version_comes_from_the_store(world):
    first = made(world, "planner")
    second = ask(world, "fire")

    assert (first.state, second.state) == (Job.State.DONE, Job.State.DONE)
    assert first.file == second.file == StoredFile.objects.get()
    assert first != second
    assert verbs() == ["document asked for", "document made", "document asked for"]


def test_asking_twice_is_one_job(world):
    assert ask(world, "planner") == ask(world, "planner")
    assert made(world, "planner") == ask(world, "planner")
    assert Job.objects.count() == 1


def test_changed_words_are_another_version(world):
    first = made(world, "planner")
    type(world.things.section).objects.filter(pk=world.things.section.pk).update(text="Other aims")
    second = ask(world, "planner")

    assert (second.state, first.content_sha256 == second.content_sha256) == (Job.State.WAITING, False)


def test_words_changed_between_asking_and_making_are_kept_under_their_own_hash(world):
    job = ask(world, "planner")
    asked_for = job.content_sha256
    type(world.things.section).objects.filter(pk=world.things.section.pk).update(text="Other aims")
    make_document(job_id=job.pk)
    job.refresh_from_db()

    assert job.content_sha256 != asked_for
    assert store.bytes_of(job.file) == QUICK + job.content_sha256.encode()


def test_job_goes_to_the_worker_on_commit_and_waits_when_the_broker_is_down(
    world, settings, django_capture_on_commit_callbacks
):
    from papg.celery import app

    before = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        with django_capture_on_commit_callbacks(execute=True):
            job = ask(world, "planner")
    finally:
        app.conf.broker_url = before
    assert Job.objects.get(pk=job.pk).state == Job.State.WAITING


def test_sweep_takes_up_what_waits_and_what_a_dead_worker_left(world, monkeypatch):
    job = ask(world, "planner")
    handed_over = []
    monkeypatch.setattr(services, "hand_to_worker", handed_over.append)

    take_up_waiting()
    assert handed_over == [job.pk]

    Job.objects.update(state=Job.State.MAKING, taken_at=timezone.now() - timedelta(seconds=90))
    take_up_waiting()
    assert handed_over == [job.pk]

    Job.objects.update(taken_at=timezone.now() - timedelta(seconds=121))
    take_up_waiting()
    assert handed_over == [job.pk, job.pk]

    make_document(job_id=job.pk)
    assert Job.objects.get().is_ready


def test_what_took_its_worker_down_three_times_is_given_up(world):
    job = ask(world, "planner")
    Job.objects.update(state=Job.State.MAKING, tries=3, taken_at=timezone.now() - timedelta(minutes=3))

    make_document(job_id=job.pk)

    assert Job.objects.get().state == Job.State.FAILED


def test_two_workers_at_once_make_it_once(own_database, world):
    job = ask(world, "planner")
    start = threading.Barrier(3)

    def work():
        start.wait()
        make_document(job_id=job.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Entry.objects.filter(verb="document made").count() == 1
    assert Job.objects.get().tries == 1


def test_stored_bytes_are_for_the_service_alone_and_nothing_half_written_stays(world, folder):
    job = made(world, "planner")

    [path] = folder.iterdir()
    assert path.name == job.file.sha256
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_worker_asks_again_whether_the_person_may_have_it(world):
    stays, goes = ask(world, "fire"), ask(world, "planner")
    Membership.objects.filter(pk=world.seats["planner"].pk).update(ends_at=timezone.now())

    for job in [stays, goes]:
        make_document(job_id=job.pk)

    assert [Job.objects.get(pk=job.pk).state for job in [stays, goes]] == [Job.State.DONE, Job.State.FAILED]


# The pages ------------------------------------------------------------------------------------------------------------


def test_page_says_that_it_is_being_made_and_then_that_it_is_ready(world, signed_in):
    browser = signed_in(world.people["planner"])
    job = ask(world, "planner")
    background = {"HX-Request": "true", "X-Background": "1"}

    assert "It is being made" in browser.get(page_of(job)).content.decode()
    assert 'http-equiv="refresh"' in browser.get(page_of(job)).content.decode()
    assert browser.get(page_of(job), headers=background).status_code == 204

    make_document(job_id=job.pk)
    ready = browser.get(page_of(job), headers=background).content.decode()
    assert page_of(job, "job_download") in ready
    assert "hx-get" not in ready
    assert 'http-equiv="refresh"' not in browser.get(page_of(job)).content.decode()


def test_taking_it_gives_the_bytes_as_a_file_and_is_written_down(world, signed_in):
    job = made(world, "planner")

    answer = signed_in(world.people["planner"]).get(page_of(job, "job_download"))

    assert b"".join(answer.streaming_content) == store.bytes_of(job.file)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="terms-of-reference-0.1.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    entry = Entry.objects.get(verb="document taken")
    assert (entry.kind, entry.actor) == (Kind.EXPORT, world.people["planner"].public_id)
    assert (entry.target, entry.group) == (world.things.terms.public_id, world.group.public_id)


def test_job_of_another_person_does_not_exist(world, signed_in):
    job = made(world, "planner")
    mine, theirs = signed_in(world.people["planner"]), signed_in(world.people["chair"])

    for name in ["job_detail", "job_download"]:
        assert mine.get(page_of(job, name)).status_code == 200
        assert theirs.get(page_of(job, name)).status_code == 404
    assert theirs.post(page_of(job, "job_retry")).status_code == 404


@pytest.mark.parametrize("name", ["planner", "administrator"])
def test_what_a_closed_account_had_asked_for_is_not_made(world, name):
    job = ask(world, name)
    User.objects.filter(pk=world.people[name].pk).update(is_active=False)
    make_document(job_id=job.pk)
    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED


def test_ended_member_takes_no_old_document(world, signed_in):
    job = made(world, "planner")
    browser = signed_in(world.people["planner"])
    assert browser.get(page_of(job, "job_download")).status_code == 200

    Membership.objects.filter(pk=world.seats["planner"].pk).update(ends_at=timezone.now())

    for name in ["job_detail", "job_download"]:
        assert browser.get(page_of(job, name)).status_code == 404


def test_nothing_to_take_before_it_is_made(world, signed_in):
    job = ask(world, "planner")

    answer = signed_in(world.people["planner"]).get(page_of(job, "job_download"))

    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(job))
    assert "document taken" not in verbs()


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"other")])
def test_lost_or_altered_file_is_not_given_out_and_can_be_made_again(world, signed_in, damage, caplog):
    job = made(world, "planner")
    browser = signed_in(world.people["planner"])
    damage(store.path_of(job.file.sha256))

    answer = browser.get(page_of(job, "job_download"), follow=True)
    assert "It could not be made" in answer.content.decode()
    assert "document taken" not in verbs()

    browser.post(page_of(job, "job_retry"))
    make_document(job_id=job.pk)
    taken = browser.get(page_of(job, "job_download"))
    assert b"".join(taken.streaming_content) == QUICK + job.content_sha256.encode()


def test_failed_job_says_so_and_can_be_tried_again_once(world, signed_in, monkeypatch, quickly_made, caplog):
    def broken(_content, _sha256):
        raise ValueError("no ink")

    browser = signed_in(world.people["planner"])
    monkeypatch.setitem(
        makers.MAKERS, "terms", makers.Maker(quickly_made.access, quickly_made.content, broken, "application/pdf")
    )
    job = made(world, "planner")
    assert "It could not be made" in browser.get(page_of(job)).content.decode()
    assert "no ink" not in browser.get(page_of(job)).content.decode()

    monkeypatch.setitem(makers.MAKERS, "terms", quickly_made)
    browser.post(page_of(job, "job_retry"))
    browser.post(page_of(job, "job_retry"))
    assert verbs().count("document asked for again") == 1
    make_document(job_id=job.pk)
    assert "Ready" in browser.get(page_of(job)).content.decode()


def test_store_is_outside_what_the_web_serves():
    assert not django_settings.FILES_DIR.is_relative_to(django_settings.STATIC_ROOT)
