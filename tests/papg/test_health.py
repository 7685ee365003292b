from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from notices.models import Heartbeat, Notice
from notices.sweeps import sweep

PARTS = ["audit", "reminders", "documents", "copies", "membership"]
WELL = {"database": "ok", "redis": "ok", **dict.fromkeys(PARTS, "ok"), "mail": "ok"}


@pytest.fixture
def swept(db):
    sweep()


def health():
    return Client().get("/healthz")


def test_all_is_well_after_a_sweep_and_nobody_need_sign_in(swept):
    answer = health()

    assert (answer.status_code, answer.json()) == (200, WELL)


def test_sweep_that_stands_still_shows_after_three_minutes(swept):
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=170))
    assert health().json() == WELL

    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=190))
    late = dict.fromkeys(PARTS, "late")
    assert (health().status_code, health().json()) == (200, WELL | late)


def test_sweep_that_never_ran_is_late(db):
    assert health().json()["reminders"] == "late"


def test_sealing_that_fails_is_late_and_keeps_nothing_else_from_going_on(db, settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = tmp_path  # a folder: nothing can be written there
    sweep()

    assert health().json() == WELL | {"audit": "late"}


def test_mail_that_does_not_go_out_shows_after_a_quarter_of_an_hour(swept):
    person = User.objects.create(email="p@westhaven.example", name="P")
    notice = Notice.objects.create(person=person, kind="x", occasion="x", due_at=timezone.now() - timedelta(minutes=14))
    assert health().json() == WELL

    Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now() - timedelta(minutes=16))
    assert health().json() == WELL | {"mail": "late"}

    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now())
    assert health().json() == WELL


def test_without_redis_the_pages_still_open(swept, settings):
    caches = {name: {**store, "LOCATION": "redis://127.0.0.1:1/0"} for name, store in settings.CACHES.items()}
    settings.CACHES = caches

    assert (health().status_code, health().json()) == (200, WELL | {"redis": "gone"})


def test_without_the_database_it_says_503_and_no_more(own_database):
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "no_such_database"
    try:
        answer = health()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name

    assert (answer.status_code, answer.json()) == (503, {"database": "gone"})
