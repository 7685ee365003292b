"""Journeys: Chromium against the real service (gunicorn, worker, beat), on a clone of the demo's database.

    def test_chair_opens_the_meeting(page, sign_in_as, check_axe, service):
        sign_in_as(page, "Helen Marsh")
        page.get_by_role("link", name="Run meeting").click()
        check_axe(page)
        assert Meeting.objects.get(…).state == "open"          # the test's own database connection is the journey's
        mail = service.wait_for_mail(to="helen.marsh@westhaven.example")

Each file of journeys has a clone to itself, so the journeys of one file share what they did.
`open_browser()` gives a second person a browser of their own. A script error or a breach of the content policy on any
page fails the journey.
"""

import email
import email.policy
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from bin.install import browser
from bin.processes import Processes, manage
from tests.accounts.work_server import CLIENT, running_work_server
from tests.databases import WORKER, clone, cloned, environment_on

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "true"  # Playwright runs an event loop in the thread that also asks the database
)

CALM = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
QUIET = "--disable-component-update --disable-sync"
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}}
# Only what is wrong comes back, and the style sheets, of which no rule here asks, are not fetched again: half the time
AXE = WCAG | {"resultTypes": ["violations"], "preload": False}
DATABASE = f"papg_{WORKER}_journeys"
REDIS_DATABASE = 16 + int(WORKER.removeprefix("gw"))
PATIENCE = 15  # seconds
# What a browser says of an answer that is an error, and of a network that a journey took away
EXPECTED = [
    "the server responded with a status of",
    "net::ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:afterRequest",
]

expect.set_options(timeout=10_000)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks the journeys, which bin/test.py runs file by file: what one of them did, the next in its file finds."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Service:
    url: str
    mail: Path
    log: Path

    def mails(self, to=None, about=""):
        """What has been sent, oldest first; `about` is a part of the subject."""
        files = sorted(self.mail.glob("*"), key=lambda file: file.stat().st_mtime)
        texts = [text.strip() for file in files for text in file.read_text().split("-" * 79 + "\n")]
        messages = [email.message_from_string(text, policy=email.policy.default) for text in texts if text]
        return [message for message in messages if to in (None, message["To"]) and about in message["Subject"]]

    def wait_for_mail(self, to, number=1, about=""):
        """The newest mail to an address, once the worker has sent that many."""
        patience = time.monotonic() + PATIENCE
        while len(self.mails(to, about)) < number:
            assert time.monotonic() < patience, f"{to} got {len(self.mails(to))} mails; the log is {self.log}"
            time.sleep(0.1)
        return self.mails(to, about)[-1]


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    """Styles and scripts, gathered once a run as a real service has them."""
    folder = tmp_path_factory.mktemp("static")
    manage(["collectstatic --no-input"], os.environ | {"STATIC_ROOT": str(folder)})
    return folder


@pytest.fixture(scope="session")
def work_server():
    """Where people sign in with work accounts."""
    with running_work_server() as server:
        yield server


@pytest.fixture(scope="session")
def running_service(demo_template, static_root, work_server, tmp_path_factory):
    """Web, worker and beat, started once a run: starting them takes longer than most journeys."""
    folder = tmp_path_factory.mktemp("service")
    address = f"127.0.0.1:{free_port()}"
    environment = environment_on(DATABASE) | {
        "DEMO": "true",
        "PASSKEYS_REQUIRED": "true",
        "REDIS_URL": redis_url(),
        "EMAIL_URL": f"filemail:///{folder}/mail",
        "FILES_DIR": str(folder / "files"),
        "AUDIT_ANCHOR_FILE": str(folder / "audit-anchors"),
        "STATIC_ROOT": str(static_root),
        "SITE_ADDRESS": f"http://{address}",
        "SWEEP_SECONDS": "1",
        "OIDC_SERVER": work_server.address,
        "OIDC_CLIENT_ID": CLIENT["client_id"],
        "OIDC_CLIENT_SECRET": CLIENT["client_secret"],
        "OIDC_NAME": "Westhaven Entra",
    }
    (folder / "mail").mkdir()
    clone(demo_template, DATABASE)
    with (folder / "log").open("w") as log:
        processes = Processes(environment, address, output=log)
        try:
            processes.start()
            processes.wait_until_it_answers()
            yield Service(f"http://{address}", folder / "mail", folder / "log")
            processes.check()
        finally:
            processes.stop()


@pytest.fixture(scope="module")
def service(running_service, demo_template, django_db_blocker):
    """The service as it stands after the demo was made: nothing left of the file before."""
    with django_db_blocker.unblock(), cloned(demo_template, DATABASE):
        forget_what_was_cached()
        for kept in [*running_service.mail.glob("*"), *running_service.mail.parent.glob("audit-anchors")]:
            kept.unlink()
        yield running_service


def redis_url():
    return os.environ["REDIS_URL"].replace("?db=0", f"?db={REDIS_DATABASE}")


def forget_what_was_cached():
    """Sessions and rate limits; Celery's own keys stay, without which its running parts find no queue."""
    with redis.from_url(redis_url()) as store:
        if keys := store.keys("*:1:*"):
            store.delete(*keys)


def free_port():
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        return finder.getsockname()[1]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": browser(), "args": f"{CALM} {QUIET}".split()}


@pytest.fixture
def open_browser(service, new_context):
    """Opens a browser for one more person: `open_browser(viewport=…)`. What its pages did wrong fails the journey."""
    complaints = []

    def note(message):
        if message.type == "error" and not any(words in message.text for words in EXPECTED):
            complaints.append(message.text)

    def open_browser(**options):
        everywhere = {"base_url": service.url, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}
        page = new_context(**(everywhere | options)).new_page()
        page.set_default_timeout(10_000)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_browser
    assert complaints == []


@pytest.fixture
def page(open_browser):
    return open_browser()


@pytest.fixture
def sign_in_as():
    """Signs in as one of the demo's people, who are listed with a button each on the first page."""

    def sign_in_as(page, name):
        page.goto("/")
        page.get_by_role("button", name=f"Sign in as {name}", exact=True).first.click()

    return sign_in_as


def look_when_loaded(page):
    """What axe says. A page that gave way to the next one under axe's eyes has no document: look at the next."""
    page.wait_for_load_state()
    try:
        return Axe().run(page, options=AXE).response
    except Error:
        page.wait_for_load_state()
        return Axe().run(page, options=AXE).response


@pytest.fixture
def check_axe():
    """Fails when axe finds something against WCAG 2.2 AA on the page as it stands."""

    def check_axe(page):
        violations = look_when_loaded(page)["violations"]
        found = [
            f"{violation['id']}: {violation['help']}\n    {node['html']}\n    {node['failureSummary']}"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check_axe
