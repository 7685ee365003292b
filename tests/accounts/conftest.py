"""Somebody with a password and with an authenticator app, and a server of work accounts."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import User
from tests.accounts.factors import PASSWORD
from tests.accounts.work_server import work_server


@pytest.fixture
def person(db):
    return User.objects.create_user("a.person@westhaven.example", PASSWORD, name="A Person")


@pytest.fixture
def secret(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


@pytest.fixture
def server(settings):
    with work_server(settings) as server:
        yield server
