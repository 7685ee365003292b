"""Twenty people follow a meeting of the running service while it goes on: what that costs it, and how soon they see it.

    FOLLOWED_FOR=600 bin/test.py bench/followers.py -s      # seconds; 120 without

The chair goes on to another item, or marks somebody, every ten seconds. Figures to hold: a question to which nothing is
new 8 ms at the server at the median, a change seen within 5 seconds. Printed, not asserted: a busy machine is no fault
of the code.
"""

import os
import random
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.models import User
from lib import wall
from meetings import services
from meetings.follow import EVERY
from meetings.models import Attendance, Meeting
from tests.browser.conftest import DATABASE

pytest_plugins = ["tests.conftest", "tests.browser.conftest"]
FOLLOWERS, CHANGES_EVERY = 20, 10
FOLLOWED_FOR = int(os.environ.get("FOLLOWED_FOR", 120))
NAMES = ["Ruth Ellison", "Rob Jenner", "Priya Nair", "Siân Pritchard", "Owen Clarke"]
TICKS = os.sysconf("SC_CLK_TCK")
POLL = {"HX-Request": "true", "X-Background": "1"}


class Screen:
    """One person's page: signed in as the demo lets, then asking every few seconds."""

    def __init__(self, host, name, meeting):
        self.host, self.cookies = host, {}
        user = User.objects.get(name=name)
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', self.ask("GET", "/")[1])[1]
        sign_in = reverse("accounts:demo_sign_in", args=[user.public_id])
        self.ask("POST", sign_in, urlencode({"csrfmiddlewaretoken": token}))
        self.address = reverse("meetings:meeting_follow", args=[meeting.public_id])
        self.state = self.read(self.ask("GET", self.address)[1])
        self.waits, self.seen = {204: [], 200: []}, []

    def ask(self, method, address, body=None, headers=None):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"} if body else {}
        asked = HTTPConnection(self.host, timeout=30)
        asked.request(method, address, body, {"Cookie": cookies, **form, **(headers or {})})
        answer = asked.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        words = answer.read().decode()
        asked.close()
        return answer.status, words

    def read(self, words):
        return re.search(r"\?seen=([0-9a-f]{16})", words)[1]

    def follow(self, until, changed):
        time.sleep(random.random() * EVERY)  # noqa: S311 -- people come one by one
        while time.monotonic() < until:
            began = time.monotonic()
            status, words = self.ask("GET", f"{self.address}?seen={self.state}", headers=POLL)
            ended = time.monotonic()
            self.waits[status].append(ended - began)
            if status == 200:
                self.state = self.read(words)
                self.seen += [ended - at for at in changed[-1:]]
            time.sleep(max(0, EVERY - (ended - began)))


@pytest.fixture
def meeting(service):
    meeting = Meeting.objects.filter(group__lead_authority__name="Westhaven City Council", state="planned").first()
    services.open_meeting(meeting=meeting, by=chair())
    return Meeting.objects.get(pk=meeting.pk)


def chair():
    return User.objects.get(name="Helen Marsh")


def test_followers(service, meeting):
    host, changed = service.url.removeprefix("http://"), []
    with wall.down():
        screens = [Screen(host, name, meeting) for name, _ in zip(cycle(NAMES), range(FOLLOWERS), strict=False)]
        items, roll = list(meeting.items.all()), list(Attendance.objects.filter(meeting=meeting, on_roll=True))
    before, until = cost(), time.monotonic() + FOLLOWED_FOR
    with ThreadPoolExecutor(FOLLOWERS) as pool:
        following = [pool.submit(screen.follow, until, changed) for screen in screens]
        for item, line in zip(cycle(items), cycle(roll), strict=False):
            if time.monotonic() + CHANGES_EVERY > until:
                break
            time.sleep(CHANGES_EVERY)
            change(meeting, item, line, mark=len(changed) % 2)
            changed.append(time.monotonic())
        for one in following:
            one.result()
    say(screens, changed, before, cost())


def change(meeting, item, line, mark):
    if mark:
        services.mark_attendance(attendance=line, came=random.choice(["online", "here"]), by=chair())  # noqa: S311
    else:
        services.step_to(meeting=meeting, item=item, by=chair())


def cost():
    """Seconds of processor that web and database have used: {which: seconds}."""
    used = {"web": 0.0, "database": 0.0}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except (OSError, UnicodeDecodeError):
            continue
        which = "web" if "gunicorn" in words and str(Path.cwd()) in words else "database" if DATABASE in words else None
        if which:
            used[which] += (int(fields[11]) + int(fields[12])) / TICKS
    return used


def say(screens, changed, before, after):
    print(f"\n{FOLLOWERS} followers for {FOLLOWED_FOR} s, {len(changed)} changes, load {os.getloadavg()[0]:.1f}")
    for status, what in [(204, "nothing new"), (200, "news")]:
        waits = sorted(wait for screen in screens for wait in screen.waits[status])
        if waits:
            middle, late = statistics.median(waits) * 1000, waits[len(waits) * 95 // 100] * 1000
            print(
                f"{what}: {len(waits)} answers, median {middle:.1f} ms, 95 % within {late:.1f} ms, as the browser waits"
            )
    seen = [seconds for screen in screens for seconds in screen.seen]
    print(f"a change is seen after {statistics.median(seen):.1f} s at the median, {max(seen):.1f} s at the latest")
    for which in before:
        used = after[which] - before[which]
        print(f"{which}: {used:.1f} s of processor, {used / FOLLOWED_FOR:.1%} of one core")
