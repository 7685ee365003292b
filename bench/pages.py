"""What each page costs at the server: queries, processor and clock time (median of 20 in-process requests).

`DATABASE_URL=… .venv/bin/python bench/pages.py` on a database that `manage.py demo` made, in which nothing is left of
it. The meeting that comes next is open, with 30 items of which each has an update, and all are there who said they
would be. On a machine that others use too, trust the processor's column, and what a plain loop takes beside it.
"""

import os
import re
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "papg.settings")

import django  # noqa: E402 -- settings come first

django.setup()

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from actions.models import Action  # noqa: E402
from groups.models import PAPG  # noqa: E402
from lib import wall  # noqa: E402
from maturity.models import Assessment  # noqa: E402
from meetings import services  # noqa: E402
from meetings.models import AgendaItem, Contribution, Meeting, Minutes  # noqa: E402

ROUNDS, ITEMS = 20, 30
SEEN = re.compile(r"\?seen=([0-9a-f]{16})")
POLL = {"HX-Request": "true", "X-Background": "1"}


def browser_of(name):
    user = User.objects.get(name=name)
    browser = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    browser.force_login(user)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    return browser


def open_with_many_items():
    """The meeting that comes next, in which the chair has just gone on to its tenth item and written a paragraph."""
    chair = User.objects.get(name="Helen Marsh")
    meeting = Meeting.objects.filter(group__lead_authority__name="Westhaven City Council", state="planned").first()
    first = meeting.items.exclude(owner=None).first()
    for number in range(meeting.items.count(), ITEMS):
        item = services.add_item(
            meeting=meeting, by=chair, title=f"Matter {number}", decision_required="Whether to go on", owner=first.owner
        )
        said = {"text": "Two sites looked at since the last meeting. " * 8, "state": Contribution.State.FILED}
        Contribution.objects.create(group=meeting.group, item=item, seat=first.owner, author=chair, **said)
    services.open_meeting(meeting=meeting, by=chair)
    services.mark_who_said_so(meeting=Meeting.objects.get(pk=meeting.pk), by=chair)
    services.accept_statement(meeting=Meeting.objects.get(pk=meeting.pk), by=chair)
    item = AgendaItem.objects.select_related("meeting__group__lead_authority", "group").get(meeting=meeting, number=10)
    services.step_to(meeting=Meeting.objects.get(pk=meeting.pk), item=item, by=chair)
    services.write_entry(item=item, text="The owner was asked for a date. " * 10, edition=0, by=chair)


def pages():
    group = PAPG.objects.get(lead_authority__name="Westhaven City Council", parent=None)
    yield "home", reverse("overview:home")
    yield "group", reverse("overview:group_detail", args=[group.public_id])
    yield "members", reverse("groups:member_list", args=[group.public_id])
    yield "terms", reverse("groups:terms_detail", args=[group.public_id])
    yield "meetings", reverse("meetings:meeting_list", args=[group.public_id])
    meeting = Meeting.objects.filter(group=group).order_by("-number").first()
    yield "agenda", reverse("meetings:meeting_detail", args=[meeting.public_id])
    yield "run page", reverse("meetings:meeting_run", args=[meeting.public_id])
    yield "follow", reverse("meetings:meeting_follow", args=[meeting.public_id])
    yield "screen", reverse("meetings:meeting_screen", args=[meeting.public_id])
    yield "minutes", reverse("meetings:minutes_detail", args=[Minutes.objects.filter(group=group).first().public_id])
    yield "updates owed", reverse("meetings:updates_owed")
    yield "action plan", reverse("actions:action_plan", args=[group.public_id])
    yield "action", reverse("actions:action_detail", args=[Action.objects.filter(group=group).first().public_id])
    closed = Assessment.objects.filter(group=group, state="closed").first()
    yield "results", reverse("maturity:assessment_results", args=[closed.public_id])


def with_questions(browser, addresses):
    """Each page, and behind one that follows what it asks every few seconds, to which nothing is new."""
    for name, address in addresses:
        yield name, address, {}
        if state := SEEN.search(browser.get(address).content.decode()):
            yield f"{name}: news?", f"{address}?seen={state[1]}", POLL


def cost_of(browser, address, headers):
    browser.get(address, headers=headers)
    queries = []
    with connection.execute_wrapper(lambda run, *query: queries.append(query[0]) or run(*query)):
        answer = browser.get(address, headers=headers)
    clocks, processors = [], []
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        browser.get(address, headers=headers)
        clocks.append(time.perf_counter() - began)
        processors.append(time.process_time() - used)
    asked = [query for query in queries if not query.startswith(("SAVEPOINT", "RELEASE"))]  # of the bench's transaction
    return answer.status_code, len(asked), statistics.median(processors) * 1000, statistics.median(clocks) * 1000


def plain_loop():
    """Seconds of the processor for ten million steps: how fast the machine is just now."""
    used, steps = time.process_time(), 0
    while steps < 10_000_000:
        steps += 1
    return time.process_time() - used


def main():
    browser = browser_of(sys.argv[1] if len(sys.argv) > 1 else "Helen Marsh")
    print(f"{'page':14} {'status':>6} {'queries':>8} {'processor ms':>13} {'clock ms':>9}")
    with transaction.atomic():
        with wall.down():
            open_with_many_items()
            addresses = list(pages())
        for name, address, headers in with_questions(browser, addresses):
            status, queries, processor, clock = cost_of(browser, address, headers)
            print(f"{name:14} {status:6} {queries:8} {processor:13.1f} {clock:9.1f}")
        transaction.set_rollback(True)
    print(f"a loop of ten million steps: {plain_loop():.2f} s")


if __name__ == "__main__":
    main()
