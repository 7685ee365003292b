import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import invited_or_known
from audit.models import Entry
from tests.groups.pages import errors_of
from tests.world import make_person

PASSWORD = "marble lantern oyster quay"


@pytest.fixture
def inviter(db):
    return make_person("inviter")


@pytest.fixture
def invite(inviter, django_capture_on_commit_callbacks):
    """Invites an address and gives the path of the link in the mail."""

    def send(email="jo@estuary.example"):
        with django_capture_on_commit_callbacks(execute=True):
            invited_or_known(email=email, name="Jo Okafor")
        return re.search(r"https?://[^/]+(/invitations/\S+)", mail.outbox[-1].body)[1]

    return send


def accept(path, **changed):
    return Client().post(path, {"name": "Jo Okafor", "password": PASSWORD, **changed})


def test_link_sets_the_first_password_once(invite):
    path = invite()
    assert Client().get(path).status_code == 200

    response = accept(path, name="Dr Jo Okafor")

    user = User.objects.get(email="jo@estuary.example")
    assert response.headers["Location"] == reverse("account_login")
    assert (user.name, user.check_password(PASSWORD)) == ("Dr Jo Okafor", True)
    assert Entry.objects.filter(actor=user.public_id, verb="invitation accepted").count() == 1
    assert (Client().get(path).status_code, accept(path, password="another long password").status_code) == (404, 404)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_link_used_twice_at_once_sets_one_password(own_database, inviter):
    invited_or_known(email="jo@estuary.example", name="Jo Okafor")
    token = re.search(r"/invitations/(\S+)/", mail.outbox[-1].body)[1]
    barrier = Barrier(2)

    def use(password):
        barrier.wait()
        try:
            return accept(f"/invitations/{token}/", password=password).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(use, [PASSWORD, "another password altogether"]))

    assert sorted(answers) == [302, 404]


def test_page_names_nobody(invite):
    page = Client().get(invite()).content.decode()

    assert "jo@estuary.example" not in page
    assert "Inviter" not in page


def test_link_runs_out_after_72_hours(invite):
    path = invite()

    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (Client().get(path).status_code, accept(path).status_code) == (404, 404)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(seconds=60))
    assert accept(path).status_code == 302


def test_new_invitation_replaces_the_old_link(invite):
    old, new = invite(), invite()

    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)


@pytest.mark.parametrize("token", ["x", "%00", "a" * 300])
def test_made_up_link_is_not_found(db, token):
    assert Client().get(f"/invitations/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, ["Enter your name as colleagues know it"]),
        ({"name": "x" * 121}, ["Your name must be 120 characters or fewer"]),
        ({"password": ""}, ["Choose a password"]),
        ({"password": "x" * 129}, ["Password must be 128 characters or fewer"]),
        ({"password": "marblequay"}, ["Make the password 15 characters or longer"]),
    ],
)
def test_bad_input_is_told_and_the_link_stays_open(invite, changed, says):
    path = invite()

    response = accept(path, **changed)

    assert errors_of(response) == says
    assert not User.objects.get(email="jo@estuary.example").has_joined
    assert accept(path).status_code == 302


def test_typed_password_does_not_come_back(invite):
    page = accept(invite(), name="").content.decode()

    assert PASSWORD not in page


def test_who_has_joined_is_told_of_the_seat_and_gets_no_link(inviter, django_capture_on_commit_callbacks):
    known = make_person("known", password="set")

    with django_capture_on_commit_callbacks(execute=True):
        found = invited_or_known(email="KNOWN@westhaven.example ", name="Somebody else")

    assert (found, found.name) == (known, "Known")
    [message] = mail.outbox
    assert message.subject == "You have been given a place in PAPG"
    assert "/invitations/" not in message.body


def test_one_address_has_one_account(inviter):
    first = invited_or_known(email="Jo@Estuary.example", name="Jo")
    second = invited_or_known(email="jo@estuary.EXAMPLE", name="Joanna")

    assert (first, first.email) == (second, "jo@estuary.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="JO@estuary.example", name="Again")


def test_account_page_shows_one_s_own_account(signed_in, inviter):
    page = signed_in(inviter).get(reverse("accounts:account_detail")).content.decode()

    for said in ["Inviter", "inviter@westhaven.example", reverse("account_change_password"), reverse("mfa_index")]:
        assert said in page
