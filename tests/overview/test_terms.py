"""What the terms ask of people on their home page and by mail, and where practice has drifted from them."""

from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from groups import services
from groups.models import Membership, Rules, StandingItem
from meetings.models import Meeting
from notices.models import Notice
from notices.services import plan_due_notices, send_due_notices
from tests.groups.terms import adopted, agree, fresh, put, say
from tests.world import make_seat


def needs(signed_in, world, name):
    page = signed_in(world.people[name]).get(reverse("overview:home"))
    return {
        need.says: need.url for need in page.context["needs"] if "/terms/" in need.url or "/objections/" in need.url
    }


@pytest.mark.parametrize("who", ["chair", "venue", "deputy", "unconfirmed"])
def test_whoever_is_asked_finds_it_on_their_home_page(signed_in, world, who):
    terms = put(world)

    answer = reverse("groups:terms_answer", args=[terms.public_id])
    assert needs(signed_in, world, who) == {"Say whether you agree to the terms of reference 1.0": answer}
    say(world, terms, who, seat="planner" if who == "deputy" else who)
    assert needs(signed_in, world, who) == {}


@pytest.mark.parametrize("who", ["observer", "senior_owner", "administrator"])
def test_whoever_only_looks_on_is_not_asked(signed_in, world, who):
    put(world)

    assert needs(signed_in, world, who) == {}


def test_objection_needs_an_answer_and_the_answer_whoever_objected(signed_in, world):
    terms = put(world)
    agree(world, terms, "secretary")
    objection = say(world, terms, "venue", agrees=False, reason="Too long")
    answer = reverse("groups:terms_objection_answer", args=[objection.public_id])

    assert needs(signed_in, world, "secretary") == {"Answer the objection of Westhaven Venue": answer}
    services.answer_objection(objection=objection, text="It is short", by=world.people["chair"])
    assert needs(signed_in, world, "secretary") == {}
    assert list(needs(signed_in, world, "venue")) == ["Read the answer to your objection to the terms 1.0"]
    say(world, terms, "venue")
    assert needs(signed_in, world, "venue") == {}


# By mail --------------------------------------------------------------------------------------------------------------


def told(kind):
    return {notice.person.email.partition("@")[0] for notice in Notice.objects.filter(kind=kind)}


def test_members_are_told_once_and_not_after_they_answered(world):
    terms = put(world)
    agree(world, terms, "chair")
    for _sweep in range(2):
        plan_due_notices()
    say(world, terms, "fire")
    send_due_notices()

    kind = Notice.objects.filter(kind="terms_put")
    assert "westhaven.chair" not in told("terms_put")
    assert {"westhaven.venue", "westhaven.unconfirmed"} <= told("terms_put")
    assert {"westhaven.observer", "westhaven.ended", "westhaven.deputy"}.isdisjoint(told("terms_put"))
    assert [notice.person for notice in kind.exclude(dropped_at=None)] == [world.people["fire"]]
    [sent] = [one for one in mail.outbox if one.to == [world.people["venue"].email]]
    assert "Westhaven" not in sent.subject + sent.body
    assert "1.0" not in sent.body


def test_whoever_comes_after_they_were_put_first_gets_an_invitation(world):
    put(world)
    make_seat(world, "newcomer", "member", "council")
    Membership.objects.filter(name__endswith="Newcomer").update(starts_at=timezone.now())
    plan_due_notices()

    assert "westhaven.newcomer" not in told("terms_put")


SOON, DUE = "terms_review_soon", "terms_review_due"


def review_on(terms, day):
    """Moves the day in the database, by its superuser: what was adopted is final to everybody else."""
    name = connection.settings_dict["NAME"]
    with closing(psycopg2.connect(host=connection.settings_dict["HOST"], user="postgres", dbname=name)) as owner:
        owner.autocommit = True
        cursor = owner.cursor()
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE groups_termsversion SET review_on = %s WHERE id = %s", [day, terms.pk])


@pytest.mark.parametrize(("days", "kinds"), [(29, set()), (28, {SOON}), (1, {SOON}), (0, {SOON, DUE})])
def test_chair_and_secretary_are_told_of_a_review(own_database, world, days, kinds):
    review_on(adopted(world), timezone.localdate() + timedelta(days=days))
    plan_due_notices()

    found = set(Notice.objects.filter(kind__startswith="terms_review").values_list("kind", flat=True))
    assert found == kinds
    for kind in kinds:
        assert told(kind) == {"westhaven.chair", "westhaven.secretary", "westhaven.both"}


# Drift ----------------------------------------------------------------------------------------------------------------


def drift(signed_in, world):
    return signed_in(world.people["venue"]).get(world.group.get_absolute_url()).context["drift"]


def test_group_that_keeps_to_its_terms_is_told_nothing(signed_in, world):
    assert drift(signed_in, world) == []
    adopted(world)
    assert drift(signed_in, world) == []


def test_group_page_says_how_long_ago_the_group_met(signed_in, world):
    adopted(world)
    Meeting.objects.filter(group=world.group, state="held").update(starts_at=timezone.now() - timedelta(days=118))

    assert drift(signed_in, world) == ["Last met 118 days ago; the terms say every 3 months"]
    page = signed_in(world.people["venue"]).get(world.group.get_absolute_url()).content.decode()
    assert "Practice has drifted from the terms" in page
    assert "Last met 118 days ago; the terms say every 3 months." in page


def test_group_page_says_that_agenda_and_rules_have_changed(signed_in, world):
    terms = adopted(world)
    StandingItem.objects.filter(pk=world.things.standing_open.pk).update(title="Another title")
    Rules.objects.filter(group=world.group).update(notice_working_days=9)

    assert drift(signed_in, world) == [
        "The standing agenda is not the one that the terms name",
        "The group’s rules are not those of the terms",
    ]
    assert fresh(terms).is_agreed


def test_withheld_item_that_changes_its_title_is_no_drift_and_is_not_told(signed_in, world):
    adopted(world)
    StandingItem.objects.filter(pk=world.things.standing_restricted.pk).update(title="Another threat")
    Membership.objects.filter(pk=world.seats["fire"].pk).update(name="Somebody else")

    assert drift(signed_in, world) == []
