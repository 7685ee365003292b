"""The canary sweep of what the running service leaves: its log, PostgreSQL's, Redis, mails and files."""

import http.client
import os
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest
import redis
from django.conf import settings as configured
from django.core.cache.backends.redis import RedisCache
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import idle_key
from bin.processes import manage
from documents import store
from documents.models import Job
from documents.services import ask_for_document
from meetings.models import Meeting
from notices.models import Notice
from tests.access_bodies import ACTION, OPEN, PERSON
from tests.canaries import CANARY_WORD, POSTED, everything_in, plant
from tests.canary_world import build_canary_world
from tests.databases import WORKER
from tests.papg.test_real_service import REDIS_DATABASE, free_address, mail_server, until, whole_service

# One behind the wall, whose rows PostgreSQL tells nobody, and one before it
REFUSES_ALL = """
    ALTER TABLE actions_action ADD CONSTRAINT no_more CHECK (number < 0) NOT VALID;
    ALTER TABLE groups_organisation ADD CONSTRAINT no_more CHECK (id < 0) NOT VALID;
"""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Browser:
    """As much of one as it takes to read and to post."""

    def __init__(self, address, session_key):
        self.address, self.cookies = address, {configured.SESSION_COOKIE_NAME: session_key}

    def ask(self, how, path, body=None):
        connection = http.client.HTTPConnection(self.address, timeout=30)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request(how, path, urlencode(body) if body else None, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read().decode()
        connection.close()
        return answer.status, page

    def post(self, path, body):
        token = TOKEN.search(self.ask("GET", path)[1])[1]
        return self.ask("POST", path, {"csrfmiddlewaretoken": token, **body})


def refuse_all(database):
    """So that the database turns down a row full of words: what then do the logs say?"""
    connection = psycopg2.connect(host=configured.DATABASES["default"]["HOST"], user="postgres", dbname=database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(REFUSES_ALL)
    finally:
        connection.close()


def session_in(signed_in, person, address_of_redis):
    key = signed_in(person).session.session_key
    RedisCache(address_of_redis, {}).set(idle_key(key), True, 600)
    return key


@pytest.mark.proof
def test_running_service_leaves_nothing_of_the_record(own_database, signed_in, tmp_path, settings, monkeypatch):
    """One test, since starting the service costs more than all that it checks."""
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setenv("STATIC_ROOT", str(tmp_path / "static"))
    manage(["collectstatic --no-input"], dict(os.environ))
    database = f"papg_{WORKER}_own"
    world = build_canary_world()
    plant(database)
    refuse_all(database)
    Meeting.objects.filter(pk=world.things.meeting.pk).update(starts_at=timezone.now() + timedelta(hours=20))
    job = ask_for_document(kind="terms", subject=world.things.terms, file_name="terms.pdf", by=world.people["planner"])
    queue = configured.CACHES["default"]["LOCATION"].partition("?")[0] + f"?db={REDIS_DATABASE}"
    log_of_postgres = Path(configured.DATABASES["default"]["HOST"], "postgres.log")
    said_before = log_of_postgres.stat().st_size
    address, kept = free_address(), []

    with mail_server() as mail, whole_service(tmp_path, mail, address):
        until(lambda: Job.objects.get(pk=job.pk).is_ready)
        until(lambda: Notice.objects.exists() and not Notice.objects.waiting().exists())
        secretary = Browser(address, session_in(signed_in, world.people["secretary"], queue))
        for route, thing in [("meetings:meeting_detail", "meeting"), ("meetings:minutes_detail", "minutes")]:
            status, page = secretary.ask("GET", reverse(route, args=[getattr(world.things, thing).public_id]))
            assert status == 200 and CANARY_WORD.search(page)
        kept.append(everything_in(redis.from_url(queue)))
        action = {**ACTION, **OPEN, "text": "Mend", "handling": POSTED, "owner": world.seats["chair"].public_id}
        broken = secretary.post(reverse("actions:action_raise", args=[world.group.public_id]), action)
        member = {**PERSON, "role": "member", "organisation": "", "new_organisation": f"Mall {POSTED}"}
        member |= {"new_organisation_kind": "venue"}
        broken_too = secretary.post(reverse("groups:member_invite", args=[world.group.public_id]), member)
        outsider = Browser(address, session_in(signed_in, world.people["stranger"], queue))
        refused = outsider.ask("GET", reverse("actions:action_detail", args=[world.things.action.public_id]))
        kept.append(everything_in(redis.from_url(queue)))

    log = (tmp_path / "log").read_text()
    with log_of_postgres.open() as lines:
        lines.seek(said_before)
        said = lines.read()
    assert (broken[0], broken_too[0], refused[0]) == (500, 500, 404)
    assert "IntegrityError" in log and "no_more" in log  # it was logged,
    assert "no_more" in said  # by both
    places = {
        "answers": broken[1] + broken_too[1] + refused[1],
        "log of the service": log,
        "log of PostgreSQL": said,
        "Redis": "".join(kept),
        "mails": "".join(text for _recipients, text in mail.taken),
        "anchors": (tmp_path / "audit-anchors").read_text(),
        "names of files": " ".join(file.name for file in tmp_path.rglob("*")),
    }
    assert {place: CANARY_WORD.findall(text)[:3] for place, text in places.items() if CANARY_WORD.search(text)} == {}
    assert mail.taken
    assert store.bytes_of(Job.objects.get(pk=job.pk).file).startswith(b"%PDF-1.7")
