"""Two at one paragraph, saving at the same moment through the run page, again and again: nothing is lost, and the one
who comes second is told each time, with both texts.

    bin/test.py bench/two_writers.py -s

Asserted, since it is a promise and no figure.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.urls import reverse

from meetings import services
from meetings.models import Meeting, MinuteEntry

pytest_plugins = ["tests.conftest"]
RACES = 500


def test_races_on_one_paragraph(own_database, world, signed_in):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    meeting = Meeting.objects.select_related("current_item").get(pk=world.things.meeting.pk)
    services.write_entry(item=meeting.current_item, text="Before", edition=0, by=world.people["chair"])
    entry = MinuteEntry.objects.get(minutes__meeting=meeting)
    browsers = [signed_in(world.people[who]) for who in ("chair", "secretary")]
    address = reverse("meetings:meeting_run", args=[meeting.public_id])
    start = Barrier(len(browsers))

    def write(browser, text, edition):
        typed = {"item": meeting.current_item.public_id, "entry-text": text, "entry-edition": edition, "do": "save"}
        start.wait(timeout=30)
        began = time.perf_counter()
        answer = browser.post(address, typed, headers={"X-Autosave": "1"})
        return answer.status_code, text, answer.content.decode(), time.perf_counter() - began

    lost = told = 0
    waited = []
    with ThreadPoolExecutor(len(browsers)) as pool:
        for race in range(RACES):
            texts = [f"words {race} of the {who}" for who in ("chair", "secretary")]
            answers = list(pool.map(write, browsers, texts, [race + 1] * len(browsers)))
            waited += [seconds for *_answer, seconds in answers]
            winners = [text for status, text, *_ in answers if status == 200]
            lost += winners != [entry.texts.latest("edition").text]
            told += sum(status == 409 and all(text in page for text in texts) for status, _, page, _ in answers)
        list(pool.map(lambda _: (start.wait(timeout=30), connection.close()), browsers))

    entry.refresh_from_db()
    print(f"\n{RACES} races: {lost} lost, {told} losers told with both texts, {entry.edition} editions kept")
    print(f"a save among two: median {statistics.median(waited) * 1000:.0f} ms, slowest {max(waited) * 1000:.0f} ms")
    assert (lost, told, entry.texts.count()) == (0, RACES, RACES + 1)  # noqa: S101 -- run by pytest
