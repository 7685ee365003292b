"""What is taken away is gone with the next request: 300 times over while pages are read, and for what lay waiting.

Two readers ask for pages on connections of their own while somebody takes the right away. An answer that was asked for
after that was committed and still holds the content is a late reading; there may be none.
"""

import threading
import time
from dataclasses import dataclass

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import hash_of
from audit.models import Entry
from documents.models import Job
from documents.services import ask_for_document, make_document
from groups.models import Deputyship, Membership, Office, Undertaking
from groups.services import (
    accept_undertaking,
    change_membership,
    confirm_membership,
    end_deputyship,
    end_membership,
)
from meetings.models import EntryReader, MinuteEntry
from meetings.notices import occasion
from notices.models import Notice
from notices.services import send_due_notices
from tests.security.forms import editing
from tests.world_access import grant

REMOVALS = 300
READERS = 2
LONGEST = 20  # seconds until a reader must have had its answer


# Eight ways to lose it ------------------------------------------------------------------------------------------------


@dataclass
class Way:
    """`who` reads `address`, which holds `text`, until `take`; `give` puts it back."""

    who: str
    address: str
    text: str
    take: object
    give: object


def ways(world):
    things, seats, by = world.things, world.seats, world.people["secretary"]
    minutes = reverse("meetings:minutes_detail", args=[things.minutes.public_id])
    group = reverse("groups:member_list", args=[world.group.public_id])
    action = reverse("actions:action_detail", args=[things.action.public_id])
    restricted = reverse("actions:action_detail", args=[things.restricted_action.public_id])
    sensitive = f"{world.word} restricted action"
    return {
        "seat ended": Way(
            "fire",
            action,
            f"{world.word} open action",
            lambda: end_membership(membership=seats["fire"], by=by),
            lambda: Membership.objects.filter(pk=seats["fire"].pk).update(ends_at=None),
        ),
        "deputyship ended": Way(
            "deputy",
            action,
            f"{world.word} open action",
            lambda: end_deputyship(deputyship=things.deputyship, by=by),
            lambda: Deputyship.objects.filter(pk=things.deputyship.pk).update(ends_at=None),
        ),
        "office ended": Way(
            "administrator",
            group,
            f"{world.word} Planner",
            lambda: Office.objects.filter(user=world.people["administrator"]).update(ends_at=timezone.now()),
            lambda: Office.objects.filter(user=world.people["administrator"]).update(ends_at=None),
        ),
        "role changed": Way(
            "planner", restricted, sensitive, lambda: change_role(world), lambda: confirm_again(seats["planner"], world)
        ),
        "thing restricted": Way(
            "venue",
            action,
            f"{world.word} open action",
            lambda: set_audience(things.action, "authority"),
            lambda: set_audience(things.action, "everyone"),
        ),
        "named reader taken away": Way(
            "adviser",
            minutes,
            f"{world.word} named entry",
            lambda: EntryReader.objects.filter(
                content_object=things.named_entry, user=world.people["adviser"]
            ).delete(),
            lambda: grant(things.named_entry, EntryReader, "meetings.view_minuteentry", world.people["adviser"], by),
        ),
        "undertaking changed": Way(
            "adviser",
            restricted,
            sensitive,
            lambda: new_undertaking(world),
            lambda: accept_again(world),
        ),
        "account closed": Way(
            "chair",
            action,
            f"{world.word} open action",
            lambda: User.objects.filter(pk=world.people["chair"].pk).update(is_active=False),
            lambda: User.objects.filter(pk=world.people["chair"].pk).update(is_active=True),
        ),
    }


def change_role(world):
    seat = Membership.objects.get(pk=world.seats["planner"].pk)
    other = "adviser" if seat.role == "member" else "member"
    change_membership(membership=seat, by=world.people["secretary"], role=other, areas=[], name=seat.name)


def confirm_again(seat, world):
    confirm_membership(membership=seat, by=world.people["secretary_and_administrator"])


def set_audience(thing, audience):
    type(thing).objects.filter(pk=thing.pk).update(audience=audience)


def new_undertaking(world):
    number = world.group.undertakings.count() + 1
    text = f"New rules {number}"
    world.group.undertakings.create(number=number, text=text, sha256=hash_of(text))


def accept_again(world):
    text = Undertaking.objects.current(world.group)
    for name in ["adviser", "planner"]:
        accept_undertaking(undertaking=text, by=world.people[name])


WAYS = [
    "seat ended",
    "deputyship ended",
    "office ended",
    "role changed",
    "thing restricted",
    "named reader taken away",
    "undertaking changed",
    "account closed",
]


# Under load -----------------------------------------------------------------------------------------------------------


class Reader(threading.Thread):
    """Asks for one page after another, on a connection of its own, until it is sent home."""

    def __init__(self):
        super().__init__(daemon=True)
        self.way, self.browser, self.wrong = None, None, None
        self.answers = []  # (when it was asked by time.perf_counter, whether it showed the text)
        self.start()

    def run(self):
        try:
            while self.way != "go home":
                self.read_once(self.way)
        except Exception as error:  # so that it is told in the test and not in a thread
            self.wrong = error
        finally:
            connection.close()

    def read_once(self, way):
        if way is None:
            time.sleep(0.001)
            return
        asked = time.perf_counter()
        page = self.browser.get(way.address).content.decode()
        self.answers.append((asked, way.text in page))

    def turn_to(self, way, browser):
        self.answers, self.browser, self.way = [], browser, way

    def wait_for(self, seen):
        until = time.perf_counter() + LONGEST
        while not any(seen(*answer) for answer in list(self.answers)):
            assert self.wrong is None, self.wrong
            assert time.perf_counter() < until, f"no such answer from {self.way.address}"
            time.sleep(0.002)


def late_readings(way, readers):
    """(readings before, requests after, late ones) of one removal."""
    for reader in readers:
        reader.wait_for(lambda _asked, shown: shown)
    way.take()
    gone = time.perf_counter()
    for reader in readers:
        reader.wait_for(lambda asked, _shown: asked > gone)
        reader.way = None
    answers = [answer for reader in readers for answer in reader.answers]
    after = [shown for asked, shown in answers if asked > gone]
    return sum(shown for _asked, shown in answers), len(after), sum(after)


@pytest.fixture
def readers(own_database):
    readers = [Reader() for _ in range(READERS)]
    yield readers
    for reader in readers:
        reader.way = "go home"
        reader.join(LONGEST)


@pytest.mark.proof
def test_no_request_begun_after_a_removal_still_reads(signed_in, world, readers):
    found = ways(world)
    browsers = {way.who: [signed_in(world.people[way.who]) for _ in readers] for way in found.values()}
    for number in range(REMOVALS):
        name = WAYS[number % len(WAYS)]
        way = found[name]
        for reader, browser in zip(readers, browsers[way.who], strict=True):
            reader.turn_to(way, browser)
        before, after, wrong = late_readings(way, readers)
        way.give()
        if name == "account closed":  # its sessions are over, and the person signs in anew
            browsers[way.who] = [signed_in(world.people[way.who]) for _ in readers]
        assert (name, wrong, before >= READERS, after >= READERS) == (name, 0, True, True)


# What lay waiting -----------------------------------------------------------------------------------------------------

EDITS = {  # by whom: the page they have open, what they send, and what must not be written
    "seat ended": "fire",
    "deputyship ended": "deputy",
    "office ended": "administrator",
    "role changed": "planner",
    "thing restricted": "venue",
    "undertaking changed": "adviser",
    "account closed": "chair",
}


def open_form(world, name):
    """The address of a form that this person has open, and what they send."""
    action, restricted = world.things.action, world.things.restricted_action
    report = {"status": "progress", "text": "Written after"}
    if name == "office ended":
        return reverse("groups:terms_section_edit", args=[world.things.section.public_id]), {
            "edition": "1",
            "text": "Written after",
        }
    if name == "account closed":
        return reverse("actions:action_edit", args=[action.public_id]), editing(action)
    thing = restricted if name in ("role changed", "undertaking changed") else action
    type(thing).objects.filter(pk=thing.pk).update(owner=world.seats[owner_of(name)])
    return reverse("actions:action_update", args=[thing.public_id]), report


def owner_of(name):
    return {"deputyship ended": "planner"}.get(name, EDITS[name])


@pytest.mark.parametrize("name", EDITS)
def test_form_opened_before_is_refused_when_it_is_sent_after(signed_in, world, name):
    way, person = ways(world)[name], world.people[EDITS[name]]
    address, typed = open_form(world, name)
    browser = signed_in(person)
    assert browser.get(address).status_code == 200

    way.take()
    before = Entry.objects.count()
    answer = browser.post(address, typed)

    assert answer.status_code in (403, 404)
    assert Entry.objects.count() == before
    assert way.text not in answer.content.decode()


@pytest.mark.parametrize("name", ["seat ended", "deputyship ended", "office ended", "account closed"])
def test_document_asked_for_before_is_not_made_after(signed_in, world, settings, tmp_path, name):
    settings.FILES_DIR = tmp_path
    way = ways(world)[name]
    job = ask_for_document(kind="terms", subject=world.things.terms, file_name="terms.pdf", by=world.people[way.who])

    way.take()
    make_document(job_id=job.pk)

    job.refresh_from_db()
    assert (job.state, job.file) == (Job.State.FAILED, None)
    assert signed_in(world.people[way.who]).get(job.get_absolute_url()).status_code in (302, 404)


@pytest.mark.parametrize("name", ["seat ended", "account closed"])
def test_reminder_written_down_before_is_not_sent_after(world, name):
    way, meeting = ways(world)[name], world.things.meeting
    soon = timezone.now() + timezone.timedelta(hours=20)
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=soon)
    person = User.objects.get(pk=world.people[way.who].pk)
    notice = Notice.objects.create(
        person=person, kind="meeting_reminder", occasion=occasion(meeting), due_at=timezone.now()
    )

    way.take()
    send_due_notices()

    notice.refresh_from_db()
    assert (notice.sent_at, notice.dropped_at is None, mail.outbox) == (None, False, [])


def test_chair_whose_account_is_closed_is_told_of_no_seat(world):
    notice = Notice.objects.create(
        person=world.people["chair"],
        kind="seat_made",
        occasion=f"{world.seats['fire'].public_id}:member",
        due_at=timezone.now(),
    )

    ways(world)["account closed"].take()
    send_due_notices()

    notice.refresh_from_db()
    assert (notice.sent_at, notice.dropped_at is None, mail.outbox) == (None, False, [])


def test_invitation_of_an_account_that_is_closed_opens_nothing(world):
    person = world.people["nobody"]
    person.set_unusable_password()
    person.is_active = False
    person.save()
    Invitation.objects.create(
        user=person, token_hash=hash_of("token"), expires_at=timezone.now() + timezone.timedelta(hours=1)
    )
    address = reverse("accounts:invitation_accept", args=["token"])

    answers = [
        Client().get(address).status_code,
        Client().post(address, {"name": "New", "password": "copper lantern ferry moss"}).status_code,
    ]

    assert answers == [404, 404]
    assert not User.objects.get(pk=person.pk).has_joined


def test_link_for_a_new_password_lets_nobody_into_an_account_that_was_closed(world):
    person, password = world.people["chair"], "marble lantern oyster quay"
    person.set_password("copper lantern ferry moss")
    person.save()
    link = [user_pk_to_url_str(person), default_token_generator.make_token(person)]
    browser = Client()
    opened = browser.get(reverse("account_reset_password_from_key", args=link), follow=True)
    assert opened.status_code == 200 and "password1" in opened.content.decode()

    ways(world)["account closed"].take()
    browser.post(opened.redirect_chain[-1][0], {"password1": password, "password2": password})
    browser.post(reverse("account_login"), {"login": person.email, "password": password})

    assert "_auth_user_id" not in browser.session
    assert browser.get(reverse("overview:home")).status_code == 302


def test_named_entry_is_not_loaded_for_who_is_named_no_more(world):
    reader = world.people["adviser"]
    assert MinuteEntry.objects.visible_to(reader).filter(pk=world.things.named_entry.pk).exists()

    ways(world)["named reader taken away"].take()

    assert not MinuteEntry.objects.visible_to(reader).filter(pk=world.things.named_entry.pk).exists()
