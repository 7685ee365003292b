"""Somebody with a password, and with an authenticator app."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import User
from tests.accounts.factors import PASSWORD


@pytest.fixture
def person(db):
    return User.objects.create_user("a.person@westhaven.example", PASSWORD, name="A Person")


@pytest.fixture
def secret(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret
