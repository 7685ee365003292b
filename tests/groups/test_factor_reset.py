"""A lost second factor: two people, every session ended, OFFICIAL-SENSITIVE closed, the chairs told."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from groups.models import FactorReset
from groups.notices import resets_to_tell_of
from groups.sensitivity import can_read
from meetings.models import ItemReader, Nomination
from tests.world import make_seat
from tests.world_access import grant
from tests.world_invited import nominate

PASSWORD = "marble lantern oyster quay"


@pytest.fixture
def fire(world):
    """A member with a password and an authenticator app."""
    person = world.people["fire"]
    person.set_password(PASSWORD)
    person.save()
    TOTP.activate(person, generate_totp_secret())
    return person


def ask(world, signed_in, name, seat="fire", **typed):
    page = reverse("groups:factor_reset", args=[world.seats[seat].public_id])
    return signed_in(world.people[name]).post(page, {"spoken": "on", **typed})


def answer(world, signed_in, name, do="agree", seat="fire"):
    page = reverse("groups:factor_reset_answer", args=[world.seats[seat].public_id])
    return signed_in(world.people[name]).post(page, {"do": do})


def state_of(world):
    return FactorReset.objects.get(membership=world.seats["fire"]).state


def has_factor(person):
    return Authenticator.objects.filter(user=person).exists()


def test_two_people_give_a_new_start(world, fire, signed_in, django_capture_on_commit_callbacks):
    browser = signed_in(fire)
    assert can_read(fire, world.things.threat)

    ask(world, signed_in, "administrator")
    assert has_factor(fire)
    with django_capture_on_commit_callbacks(execute=True):
        answer(world, signed_in, "chair")

    fire.refresh_from_db()
    assert (has_factor(fire), fire.has_joined) == (False, False)
    assert browser.get(reverse("overview:home")).status_code == 302
    assert not can_read(fire, world.things.threat)
    assert world.seats["fire"] in type(world.seats["fire"]).objects.unconfirmed()
    [sent] = [message for message in mail.outbox if message.subject == "Set up your PAPG account again"]
    assert sent.to == [fire.email]
    verbs = Entry.objects.filter(verb__in=["second factor said to be lost", "reset agreed", "second factor reset"])
    assert sorted(verbs.values_list("verb", "actor_name")) == [
        ("reset agreed", world.people["chair"].name),
        ("second factor reset", world.people["chair"].name),
        ("second factor said to be lost", world.people["administrator"].name),
    ]


def test_reset_does_not_skip_the_second_factor(world, fire, signed_in, django_capture_on_commit_callbacks):
    ask(world, signed_in, "secretary")
    with django_capture_on_commit_callbacks(execute=True):
        answer(world, signed_in, "chair")
    link = link_in_mail("Set up your PAPG account again")
    browser = Client()

    old = browser.post(reverse("account_login"), {"login": fire.email, "password": PASSWORD})
    assert old.status_code == 200
    browser.post(link, {"name": "Fire", "password": "copper thimble violin eight"})
    browser.post(reverse("account_login"), {"login": fire.email, "password": "copper thimble violin eight"})

    assert browser.get(reverse("overview:home")).headers["Location"] == reverse("mfa_activate_totp")


def link_in_mail(subject):
    [sent] = [message for message in mail.outbox if message.subject == subject]
    return next(word for word in sent.body.split() if "/invitations/" in word).partition("8000")[2]


def test_nobody_agrees_to_their_own_wish(world, fire, signed_in):
    ask(world, signed_in, "secretary")

    answer(world, signed_in, "secretary")

    assert (state_of(world), has_factor(fire)) == ("waiting", True)


@pytest.mark.parametrize("name", ["administrator", "deputy_chair", "planner", "senior_owner"])
def test_second_person_is_one_who_confirms_seats(world, fire, signed_in, name):
    ask(world, signed_in, "secretary")

    assert answer(world, signed_in, name).status_code == 403
    assert (state_of(world), has_factor(fire)) == ("waiting", True)


def test_nobody_asks_for_themselves(world, signed_in):
    page = ask(world, signed_in, "secretary", seat="secretary").content.decode()

    assert "Nobody does this for themselves" in page
    assert not FactorReset.objects.exists()


def test_who_has_not_spoken_with_the_person_does_not_ask(world, fire, signed_in):
    page = ask(world, signed_in, "secretary", spoken="").content.decode()

    assert "Speak with them first" in page
    assert not FactorReset.objects.exists()


def test_refusal_changes_nothing_and_a_wish_waits_three_days(world, fire, signed_in):
    ask(world, signed_in, "secretary")
    answer(world, signed_in, "chair", do="refuse")
    assert (state_of(world), has_factor(fire)) == ("refused", True)

    FactorReset.objects.all().delete()
    ask(world, signed_in, "secretary")
    FactorReset.objects.update(asked_at=timezone.now() - timedelta(hours=72, seconds=1))
    answer(world, signed_in, "chair")
    assert (state_of(world), has_factor(fire)) == ("waiting", True)


def test_chairs_of_every_group_of_the_person_are_told_by_constant_text(world, fire, signed_in):
    ask(world, signed_in, "secretary")
    answer(world, signed_in, "chair")
    reset = FactorReset.objects.get()

    assert [(person, occasion) for person, occasion, _at in resets_to_tell_of()] == [
        (world.people["chair"], reset.public_id)
    ]


def test_database_refuses_one_person_for_two(world, fire):
    secretary = world.people["secretary"]
    reset = FactorReset.objects.create(membership=world.seats["fire"], person=fire, asked_by=secretary)

    for wrong in [{"asked_by": fire}, {"state": "agreed", "answered_by": secretary}, {"answered_by": fire}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=reset.pk).update(**wrong)


def test_everywhere_else_it_is_closed_too_and_a_guest_is_one_no_longer(world, fire, signed_in):
    """In a group of another council, of which the chair who agrees sees nothing; at a meeting; on one item."""
    elsewhere = make_seat(world.other, "fire_elsewhere", "adviser", "police", person=fire)
    sent = nominate(world, "sent", "planner", "council")
    Nomination.objects.filter(pk=sent.pk).update(user=fire)
    grant(world.other.things.threat, ItemReader, "meetings.attend_agendaitem", fire, world.other.people["chair"])
    assert can_read(fire, world.other.things.threat)

    ask(world, signed_in, "secretary")
    answer(world, signed_in, "chair")

    for place in (elsewhere, sent):
        place.refresh_from_db()
        assert place.confirmed_by is None
    assert not ItemReader.objects.filter(user=fire).exists()
    assert not can_read(fire, type(world.other.things.threat).objects.get(pk=world.other.things.threat.pk))
    ended = Entry.objects.get(verb="guest’s invitation ended")
    assert (ended.group, ended.target) == (world.other.group.public_id, world.other.things.threat.public_id)
