"""The rig. Tests run as the runtime user, on a clone of the migrated database, with nothing of ours mocked."""

import gc
import time
from contextlib import contextmanager
from functools import partial

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from bin.processes import manage
from lib.wall import ALL, SETTING
from papg.celery import app
from tests.databases import MIGRATED, WORKER, asked_in, clone_once, cloned, connect_to, connected_to, environment_on

pytest_plugins = ["tests.world", "tests.access_house", "tests.canary_house"]

# The same questions in each run, and none fails because the machine is busy
hypothesis.register_profile(
    "papg", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("papg")


def pytest_collection_finish():
    """What is loaded by now stays: looking through it for garbage again and again took a fourteenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_configure():
    ClientHandler.__call__ = behind_the_wall(ClientHandler.__call__)
    if "papg-test-" not in settings.DATABASES["default"]["HOST"]:
        raise pytest.UsageError("Run bin/test.py: it starts the throw-away PostgreSQL and Redis that the tests need.")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.AUDIT_ANCHOR_FILE = settings.AUDIT_ANCHOR_FILE.with_name(f"audit-anchors-{WORKER}")
    own_redis(1 + int(WORKER.removeprefix("gw")))


def pytest_collection_modifyitems(items):
    """The house stands in a transaction as long as its file: what takes another database meanwhile breaks both."""
    wants = {}
    for item in items:
        wants.setdefault(item.path, set()).update({"house", "world", "crowd", "own_database"} & set(item.fixturenames))
    mixed = [str(path) for path, fixtures in wants.items() if "house" in fixtures and len(fixtures) > 1]
    if mixed:
        raise pytest.UsageError(f"Put what asks the house into a file of its own: {mixed}")


def own_redis(number):
    """Gives this worker a Redis database to itself, so that one worker's rate limits are not another's."""
    for store in settings.CACHES.values():
        store["LOCATION"] = store["LOCATION"].replace("?db=0", f"?db={number}")
    app.conf.broker_url = settings.CELERY_BROKER_URL.replace("?virtual_host=0", f"?virtual_host={number}")


@receiver(connection_created)
def stand_outside_the_wall(connection, **_sent):
    """Tests look at everything; a request and a task see what the wall shows them, and leave this as it was."""
    if connection.settings_dict["USER"] == "papg_app":
        with connection.cursor() as cursor:
            cursor.execute(f"SET {SETTING} = '{ALL}'")


def behind_the_wall(answer):
    """As in the service, where a connection sees nothing until somebody raises the wall round themselves."""

    def answer_behind_the_wall(handler, environ):
        if connection.connection is None:
            return answer(handler, environ)
        with connection.cursor() as cursor:
            cursor.execute(f"SET {SETTING} = ''")
        try:
            return answer(handler, environ)
        finally:
            if connection.connection is not None and not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute(f"SET {SETTING} = '{ALL}'")

    return answer_behind_the_wall


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    with django_db_blocker.unblock(), cloned(MIGRATED, f"papg_{WORKER}"):
        yield


@pytest.fixture
def own_database(request, django_db_setup, django_db_blocker):
    """A database for this test alone, without a transaction around it: what is committed is committed.

    For what several connections do at once; each thread of the test closes its own with `connection.close()`.
    """
    template = request.getfixturevalue("world_template") if "world" in request.fixturenames else MIGRATED
    with django_db_blocker.unblock(), cloned(template, f"papg_{WORKER}_own"):
        yield


@pytest.fixture(scope="session")
def built_crowd(django_db_setup, django_db_blocker):
    """In a database of its own: PostgreSQL takes tables that other tests emptied for empty, and plans badly."""
    from tests.crowd import build_crowd  # which needs the models

    name = f"papg_{WORKER}_crowd"
    with django_db_blocker.unblock(), cloned(MIGRATED, name):
        built = build_crowd()
        connect_to(f"papg_{WORKER}")
        yield name, built


@pytest.fixture
def crowd(built_crowd, django_db_blocker):
    """Some 600 people and what they may read, to be asked and not to be changed."""
    name, crowd = built_crowd
    with django_db_blocker.unblock(), connected_to(name):
        yield crowd


@pytest.fixture(scope="session")
def demo_template(django_db_setup):
    """The name of a database with the demo in it, which is made once a run and cloned."""
    name = f"{MIGRATED}_demo"
    clone_once(MIGRATED, name, lambda unfilled: manage(["demo"], environment_on(unfilled) | {"DEMO": "true"}))
    return name


@pytest.fixture
def demo_database(demo_template, django_db_blocker):
    """As own_database, with the demo in it."""
    with django_db_blocker.unblock(), cloned(demo_template, f"papg_{WORKER}_own"):
        yield


@pytest.fixture
def db(request):
    """A transaction that is rolled back, or the database of its own that the test asks for."""
    [*own] = {"own_database", "demo_database"}.intersection(request.fixturenames)
    if own:
        return request.getfixturevalue(own[0])
    if "world" in request.fixturenames:
        request.getfixturevalue("on_the_world")
    elif connection.settings_dict["NAME"] == f"papg_{WORKER}_world":
        connect_to(f"papg_{WORKER}")
    return request.getfixturevalue("_django_db_helper")


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def no_anchors():
    """The audit trail of each test begins anew, and so does what was anchored of it."""
    settings.AUDIT_ANCHOR_FILE.unlink(missing_ok=True)


@contextmanager
def queries(number, may_be_fewer):
    with CaptureQueriesContext(connection) as captured:
        yield captured
    asked = asked_in(captured)
    assert len(asked) == number or (may_be_fewer and len(asked) < number), "\n".join(asked)


@pytest.fixture
def django_assert_num_queries():
    return partial(queries, may_be_fewer=False)


@pytest.fixture
def django_assert_max_num_queries():
    return partial(queries, may_be_fewer=True)


@pytest.fixture
def signed_in():
    """Makes a browser in which somebody has given both factors, with the record that allauth leaves of it."""

    def sign_in(user):
        browser = Client()
        user.refresh_from_db(fields=["password", "sessions_ended"])  # of which each session keeps a hash
        browser.force_login(user)
        session = browser.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "email": user.email},
            {"method": "mfa", "at": time.time(), "type": "totp"},
        ]
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = user_id_to_str(user)
        session.save()
        return browser

    return sign_in
