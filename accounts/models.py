from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac

from lib.public_ids import PublicIdField


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Never deleted; belongs to no organisation (a seat does)."""

    public_id = PublicIdField()
    email = models.EmailField()
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    sessions_ended = models.PositiveIntegerField(default=0, db_default=0)  # how often all of them were, at once

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def _get_session_auth_hash(self, secret=None):
        """Each request compares it with that of its session: no session outlives the password or this number."""
        state = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("accounts.User.session", state, secret=secret, algorithm="sha256").hexdigest()

    @property
    def has_joined(self):
        return self.has_usable_password()


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Not used and not run out, by the database's clock; of an account that is not closed."""
        return self.select_related("user").filter(used_at__isnull=True, expires_at__gt=Now(), user__is_active=True)


class Invitation(models.Model):
    """Carries authority once: whoever holds its link may set the first password of the account."""

    public_id = PublicIdField()
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(used_at__isnull=True), name="one_open_invitation_a_person"
            )
        ]

    def __str__(self):
        return f"Invitation {self.public_id}"


class AddressChangeQuerySet(models.QuerySet):
    def waiting(self):
        in_time = models.Q(asked_at__gt=Now() - AddressChange.WAITS, tries__lt=AddressChange.MOST_TRIES)
        return self.filter(in_time, ended_at=None)


class AddressChange(models.Model):
    """A wish to sign in with another address. Done when the codes sent to the old and to the new one are both given."""

    WAITS = timedelta(hours=1)
    MOST_TRIES = 5

    public_id = PublicIdField()
    user = models.ForeignKey(User, models.PROTECT, related_name="address_changes")
    email = models.EmailField()
    code_at_old = models.CharField(max_length=64)  # check values: nobody reads the codes here
    code_at_new = models.CharField(max_length=64)
    asked_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="one_address_change_a_person_waits"
            )
        ]

    def __str__(self):
        return f"Address change {self.public_id}"


class DemoMark(models.Model):
    """Stands only in a database that the demo made; without it nobody is signed in without a password."""

    made_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return "Made by the demo"
