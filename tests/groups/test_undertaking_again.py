"""The undertaking asked again: when its text changes, and every year."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from groups.models import Acceptance, Membership, Office, Undertaking
from groups.sensitivity import can_read
from groups.services import accept_undertaking, change_undertaking
from groups.undertaking_page import will_be_asked_again
from notices.models import Notice
from notices.services import plan_and_send, plan_due_notices, send_due_notices
from tests.groups.pages import changes, errors_of
from tests.world import CANARY, make_deputy, make_seat

NEW = "New words for all of us."
RUNS_OUT, CHANGED = "undertaking_runs_out", "undertaking_changed"


def address(world):
    return reverse("groups:undertaking_change", args=[world.group.public_id])


def page_of(world):
    return reverse("groups:undertaking_accept", args=[world.group.public_id])


def typed(**changed):
    return {"text": NEW, "agreed": "on", "number": "1", **changed}


def text_of(world):
    return Undertaking.objects.current(world.group)


def as_if_accepted(world, name, *, days_ago):
    """Somebody in a seat like the planner's who accepted so many days ago."""
    make_seat(world, name, "member", "council", undertaken=False)
    at = timezone.now() - timedelta(days=days_ago)
    return Acceptance.objects.create(person=world.people[name], sha256=text_of(world).sha256, at=at)


# A new text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chair", "secretary", "secretary_and_administrator"])
def test_a_seat_that_edits_the_terms_writes_a_new_text(signed_in, world, who):
    before = text_of(world)

    response = signed_in(world.people[who]).post(address(world), typed())

    assert response.headers["Location"] == page_of(world)
    assert [(text.number, text.text) for text in world.group.undertakings.order_by("number")] == [
        (1, before.text),
        (2, NEW),
    ]
    assert changes(by=world.people[who]) == [("undertaking changed", text_of(world).public_id)]
    entry = Entry.objects.get(verb="undertaking changed")
    assert (entry.detail, NEW in str(entry.__dict__)) == ({"number": 2}, False)


@pytest.mark.parametrize(
    ("who", "status"),
    [("administrator", 403), ("senior_owner", 403), ("deputy_chair", 403), ("planner", 403), ("observer", 403)]
    + [("stranger", 404), ("operator", 404), ("ended", 404), ("sibling", 404), ("auditor", 404)],
)
def test_an_office_alone_and_everybody_else_changes_nothing(signed_in, world, who, status):
    client = signed_in(world.people[who])

    assert client.get(address(world)).status_code == status
    assert client.post(address(world), typed()).status_code == status
    assert text_of(world).number == 1


def test_an_office_lends_nothing_to_a_seat_that_may_not(signed_in, world):
    Office.objects.create(
        user=world.people["planner"],
        authority=world.authority,
        role="administrator",
        granted_by=world.people["grantor"],
    )

    assert signed_in(world.people["planner"]).post(address(world), typed()).status_code == 403
    assert text_of(world).number == 1


def test_it_closes_what_is_sensitive_to_everybody_until_they_accept(world):
    people = [world.people[name] for name in ["chair", "secretary", "planner", "deputy", "adviser", "fire"]]
    threat = world.things.standing_restricted
    assert [can_read(person, threat) for person in people] == [True] * 6

    new = change_undertaking(group=world.group, text=NEW, number=1, by=world.people["chair"])
    assert [can_read(person, threat) for person in people] == [False] * 6
    accept_undertaking(undertaking=new, by=world.people["planner"])

    assert [person for person in people if can_read(person, threat)] == [world.people["planner"]]


def test_it_says_before_how_many_have_to_accept_again(signed_in, world):
    page = " ".join(signed_in(world.people["chair"]).get(address(world)).content.decode().split())

    asked = will_be_asked_again(text_of(world))
    assert f"{asked} people have to accept again" in page
    in_seats = ["chair", "deputy_chair", "secretary", "planner", "adviser", "fire", "bid", "venue", "unconfirmed"]
    others = ["superuser_member", "secretary_and_administrator", "deputy", "venue_deputy_of_planner"]
    assert asked == len(in_seats + others)
    change_undertaking(group=world.group, text=NEW, number=1, by=world.people["chair"])
    assert will_be_asked_again(text_of(world)) == 0


@pytest.mark.parametrize("words", ["{text}", "  {text}\r\n\r\n"])
def test_the_same_words_are_refused(signed_in, world, words):
    text = words.format(text=text_of(world).text)

    response = signed_in(world.people["chair"]).post(address(world), typed(text=text))

    assert errors_of(response) == ["This is the text that holds already. Change its words, or leave it as it is"]
    assert text_of(world).number == 1


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"text": ""}, "Enter the text of the undertaking"),
        ({"agreed": ""}, "Confirm that what is OFFICIAL-SENSITIVE closes until the new text is accepted"),
    ],
)
def test_what_is_missing_is_asked_for(signed_in, world, changed, error):
    response = signed_in(world.people["chair"]).post(address(world), typed(**changed))

    assert errors_of(response) == [error]
    assert text_of(world).number == 1


@pytest.mark.parametrize("number", ["", "1", "9", "x"])
def test_nobody_writes_over_a_text_that_they_have_not_seen(signed_in, world, number):
    change_undertaking(group=world.group, text="Theirs.", number=1, by=world.people["secretary"])

    response = signed_in(world.people["chair"]).post(address(world), typed(number=number))

    assert len(errors_of(response)) == 1
    assert NEW in response.content.decode()  # what was typed is still there
    assert [text.text for text in world.group.undertakings.order_by("number")][1:] == ["Theirs."]


def test_two_at_once_make_one_text(own_database, world):
    made, refused = [], []

    def change(name):
        try:
            made.append(change_undertaking(group=world.group, text=f"By {name}", number=1, by=world.people[name]))
        except Exception as refusal:
            refused.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=[name]) for name in ["chair", "secretary"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), refused) == (1, ["ValidationError"])


def test_groups_with_the_same_words_share_the_acceptance_of_new_ones(world):
    person = world.people["planner"]
    theirs = change_undertaking(group=world.other.group, text=NEW, number=1, by=world.other.people["chair"])
    accept_undertaking(undertaking=theirs, by=person)

    change_undertaking(group=world.group, text=NEW, number=1, by=world.people["chair"])

    assert can_read(person, world.things.standing_restricted)
    assert not can_read(world.people["fire"], world.things.standing_restricted)


# The page -------------------------------------------------------------------------------------------------------------


def test_page_counts_for_everybody_and_names_for_those_who_see_readers(signed_in, world):
    def page(name):
        return " ".join(signed_in(world.people[name]).get(page_of(world)).content.decode().split())

    for name in ["chair", "planner", "observer"]:
        assert "Handling undertaking: 13 of 14 have accepted it" in page(name)
    assert "Westhaven Fire" in page("chair")
    assert "Westhaven Not Undertaken" not in page("chair")
    assert "Westhaven Fire" not in page("planner") + page("observer")


def test_page_keeps_the_older_texts(signed_in, world):
    old = text_of(world).text
    change_undertaking(group=world.group, text=NEW, number=1, by=world.people["chair"])

    response = signed_in(world.people["planner"]).get(page_of(world))

    assert [text.text for text in response.context["older"]] == [old]
    page = response.content.decode()
    assert NEW in page
    assert old in page
    assert "text 2, since" in page
    assert CANARY not in page


def test_way_to_change_it_is_for_those_who_may(signed_in, world):
    assert address(world) in signed_in(world.people["secretary"]).get(page_of(world)).content.decode()
    assert address(world) not in signed_in(world.people["planner"]).get(page_of(world)).content.decode()


@pytest.mark.parametrize("more", [0, 20])
def test_page_takes_as_many_queries_for_many_people_as_for_few(signed_in, world, more, django_assert_max_num_queries):
    for number in range(more):
        make_seat(world, f"more{number}", "member", "council")
        change_undertaking(group=world.group, text=f"Text {number}", number=number + 1, by=world.people["chair"])
    client = signed_in(world.people["chair"])

    with django_assert_max_num_queries(12):
        client.get(page_of(world))
    with django_assert_max_num_queries(12):
        client.get(address(world))


# Every year -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "renewed"), [(330, False), (336, True), (364, True), (366, True)])
def test_an_acceptance_is_renewed_from_thirty_days_before_it_runs_out(signed_in, world, days_ago, renewed):
    first = as_if_accepted(world, "yearly", days_ago=days_ago)
    person = world.people["yearly"]
    client = signed_in(person)
    assert ("Accept the undertaking" in client.get(page_of(world)).content.decode()) == renewed

    client.post(page_of(world), {"agreed": "on", "sha256": first.sha256})

    assert person.acceptances.count() == (2 if renewed else 1)
    assert not text_of(world).acceptance_of(person).runs_out_soon


@pytest.mark.parametrize(
    ("days_ago", "says", "why"),
    [
        (330, [], ""),
        (336, ["Accept the handling undertaking again"], "It runs out on {day}; accept it again."),
        (
            366,
            ["Accept the handling undertaking again"],
            "It ran out on {day}. Until you do, the OFFICIAL-SENSITIVE parts of this group stay closed to you. "
            "It holds for a year.",
        ),
    ],
)
def test_home_page_asks_in_those_thirty_days_and_after(signed_in, world, days_ago, says, why):
    acceptance = as_if_accepted(world, "yearly", days_ago=days_ago)

    home = signed_in(world.people["yearly"]).get("/home/")

    needs = [need for need in home.context["needs"] if "undertaking" in need.says]
    assert [need.says for need in needs] == says
    day = timezone.localtime(acceptance.holds_until)
    assert [need.why for need in needs] == [why.format(day=f"{day:%A} {day.day} {day:%B}") for _ in says]


def test_home_page_asks_nobody_who_looks_on(signed_in, world):
    Acceptance.objects.create(person=world.people["observer"], sha256="other", at=timezone.now() - timedelta(days=350))

    home = signed_in(world.people["observer"]).get("/home/")

    assert [need for need in home.context["needs"] if "undertaking" in need.says] == []


# Mails ----------------------------------------------------------------------------------------------------------------


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("person__email", flat=True))


@pytest.mark.parametrize(("days_ago", "mails"), [(349, 0), (352, 1), (364, 1), (366, 0)])
def test_a_mail_goes_once_a_fortnight_before_the_year_is_over(world, days_ago, mails):
    as_if_accepted(world, "yearly", days_ago=days_ago)

    plan_and_send()
    plan_and_send()

    assert told(RUNS_OUT) == [world.people["yearly"].email] * mails
    sent = [message for message in mail.outbox if message.subject == "Something you accepted runs out in two weeks"]
    assert len(sent) == mails


def test_who_sits_in_two_groups_with_the_same_words_is_told_once(world):
    as_if_accepted(world, "yearly", days_ago=352)
    Undertaking.objects.create(group=world.sibling.group, number=2, text="x", sha256=text_of(world).sha256)
    make_seat(world.sibling, "yearly", "member", "council", person=world.people["yearly"], undertaken=False)

    plan_due_notices()

    assert told(RUNS_OUT) == [world.people["yearly"].email]


def test_nobody_is_told_who_renewed_or_left_or_whose_text_is_not_that_any_more(world):
    for name in ["renewed", "left", "older", "looks_on"]:
        as_if_accepted(world, name, days_ago=352)
    Membership.objects.filter(pk=world.seats["looks_on"].pk).update(role="observer")
    Membership.objects.filter(pk=world.seats["left"].pk).update(ends_at=timezone.now())
    accept_undertaking(undertaking=text_of(world), by=world.people["renewed"])

    plan_due_notices()
    assert told(RUNS_OUT) == [world.people["older"].email]
    change_undertaking(group=world.group, text=NEW, number=1, by=world.people["chair"])
    send_due_notices()

    assert Notice.objects.get(kind=RUNS_OUT).dropped_at is not None


def test_a_new_text_is_told_once_to_everybody_whom_it_binds_and_who_has_not_accepted_it(world):
    make_deputy(world, "powerless", "secretary", "council", empowered=False)
    new = change_undertaking(group=world.group, text=NEW, number=1, by=world.people["chair"])
    accept_undertaking(undertaking=new, by=world.people["chair"])

    plan_and_send()
    plan_and_send()

    bound = [
        "adviser",
        "bid",
        "deputy",
        "deputy_chair",
        "fire",
        "not_undertaken",
        "planner",
        "secretary",
        "unconfirmed",
    ]
    bound += ["secretary_and_administrator", "superuser_member", "venue", "venue_deputy_of_planner"]
    assert told(CHANGED) == sorted(world.people[name].email for name in bound)
    sent = [message for message in mail.outbox if message.subject == "New words wait for you to accept them"]
    assert len(sent) == len(bound)


def test_who_comes_after_a_new_text_and_who_accepted_it_before_the_mail_left_get_none(world):
    new = change_undertaking(group=world.group, text=NEW, number=1, by=world.people["chair"])
    make_seat(world, "later", "member", "council", undertaken=False)
    Membership.objects.filter(pk=world.seats["later"].pk).update(starts_at=new.made_at + timedelta(minutes=1))
    plan_due_notices()
    accept_undertaking(undertaking=new, by=world.people["planner"])
    send_due_notices()

    assert world.people["later"].email not in told(CHANGED)
    assert Notice.objects.get(kind=CHANGED, person=world.people["planner"]).dropped_at is not None
    assert Notice.objects.get(kind=CHANGED, person=world.people["fire"]).sent_at is not None


def test_the_first_text_of_a_group_is_no_change(world):
    plan_due_notices()

    assert told(CHANGED) == []


def test_mails_name_nothing(world):
    as_if_accepted(world, "yearly", days_ago=352)
    plan_and_send()
    change_undertaking(group=world.group, text=NEW, number=1, by=world.people["chair"])
    plan_and_send()

    texts = [f"{message.subject} {message.body}" for message in mail.outbox if "accept" in message.subject]
    assert len({text for text in texts}) == 2
    for word in ["Westhaven", "Protect", "Yearly", NEW, "council", "text 2"]:
        assert not any(word in text for text in texts)
