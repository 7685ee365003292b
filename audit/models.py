from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from audit.snapshots import Snapshot

SEALED_COLUMNS = [
    "id",
    "at",
    "kind",
    "actor",
    "actor_name",
    "verb",
    "target_kind",
    "target",
    "group",
    "group_name",
    "authority",
    "detail",
    "transaction",
]  # and the address, where there is one


class Kind(models.TextChoices):
    CHANGE = "change", "Change"
    READING = "reading", "Reading"
    EXPORT = "export", "Export"
    SIGN_IN = "sign-in", "Sign-in"


IS_READING = models.Q(kind__in=[Kind.READING, Kind.EXPORT])


class Clock(models.Func):
    """The moment at which a row is written; Now() is that at which the statement came, before any waiting."""

    function, output_field = "clock_timestamp", models.DateTimeField()


class TransactionNumber(models.Func):
    """PostgreSQL's own 64-bit number of the transaction that writes a row."""

    template, output_field = "pg_current_xact_id()::text::bigint", models.BigIntegerField()


class InUTC(models.Func):
    template, output_field = "%(expressions)s AT TIME ZONE 'UTC'", models.DateTimeField()


class Array(models.Func):
    function, output_field = "jsonb_build_array", models.JSONField()


class JoinedArrays(models.Func):
    template, arg_joiner, output_field = "(%(expressions)s)", " || ", models.JSONField()


# An entry without an address is sealed as those were that were made before there were any
ADDRESS_IF_ANY = models.Case(models.When(address="", then=Array()), default=Array("address"))


class EntryQuerySet(models.QuerySet):
    """Asked by public ids: who keeps the trail knows none of the things in it."""

    def readings(self):
        """What was read that is recorded as read, and documents that were taken."""
        return self.filter(IS_READING)

    def of_group(self, group):
        return self.filter(group=group.public_id)

    def of_authority_itself(self, names):
        """What belongs to an authority, by any of its names, and to none of its groups."""
        return self.filter(group="", authority__in=names)

    def of_account(self, public_id):
        """How this person signs in and what changed of it: no group's, and no authority's."""
        return self.filter(target=public_id, kind=Kind.SIGN_IN)

    def by_person(self, public_id):
        return self.filter(actor=public_id)

    def that_showed(self, public_id):
        """Readings of a page of its own, and of pages on which it stood among others."""
        return self.filter(models.Q(target=public_id) | models.Q(detail__contains={"read": [public_id]}))

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def with_how(self):
        """Each with how somebody signed in, in fixed words; None of all others."""
        return self.annotate(how=KeyTextTransform("how", "detail"))

    def with_text(self):
        """Each with all its columns as one JSON array, as PostgreSQL writes it: what a seal is made of."""
        columns = [InUTC("at") if name == "at" else models.F(name) for name in SEALED_COLUMNS]
        return self.annotate(text=Cast(JoinedArrays(Array(*columns), ADDRESS_IF_ANY), models.TextField()))

    def unsealed(self):
        """Those that no seal names, read in full whatever their numbers say."""
        return self.raw(
            f"""SELECT entry.id, entry.at, entry.transaction FROM {self.model._meta.db_table} AS entry
            LEFT JOIN (SELECT unnest(entries) AS id FROM {Seal._meta.db_table}) AS sealed USING (id)
            WHERE sealed.id IS NULL ORDER BY entry.id"""  # noqa: S608 - our own names of tables
        )


class Entry(models.Model):
    """What was done, by whom, to what. Names and ids as text, so that it outlives what it describes.

    It holds no content: who reads the audit trail learns nothing of what was written. The database refuses to
    change, delete or truncate it.
    """

    at = models.DateTimeField(db_default=Clock())
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CHANGE)
    actor = models.CharField(max_length=10, blank=True)  # public id; empty for the system itself
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=100)
    target_kind = models.CharField(max_length=50)
    target = models.CharField(max_length=10, blank=True)
    group = models.CharField(max_length=10, blank=True)
    group_name = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    transaction = models.BigIntegerField(db_default=TransactionNumber())  # tells the sealer what has been committed
    address = models.CharField(max_length=45, blank=True, db_default="")  # of the network: from where it was done

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                "actor",
                "target",
                KeyTextTransform("seen", "detail"),
                KeyTextTransform("session", "detail"),
                condition=models.Q(kind="reading"),
                name="a_reading_is_recorded_once_a_session",
            )
        ]
        indexes = [
            models.Index(fields=["group", "-at"], name="audit_by_group"),
            models.Index(fields=["target", "-at"], name="audit_by_target"),
            models.Index(fields=["transaction"], name="audit_by_transaction"),
            models.Index(fields=["authority", "-at"], condition=models.Q(group=""), name="audit_of_authority_itself"),
            models.Index(fields=["group", "actor", "-at"], condition=IS_READING, name="audit_readings_by_person"),
            GinIndex(fields=["detail"], opclasses=["jsonb_path_ops"], condition=IS_READING, name="audit_readings_of"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.verb}"


class SealQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-number").first()

    def before_transaction(self, number):
        """The newest seal that was begun before this transaction wrote anything."""
        return self.filter(transaction__lt=number).newest()


class Seal(models.Model):
    """Vouches for the entries whose transactions had ended when it was made, and not when the one before it was.

    Each carries on the chain of the one before: see audit/seals.py, which makes them. Append-only like the entries.
    """

    number = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    made_at = models.DateTimeField()
    cluster = models.BigIntegerField()  # PostgreSQL's name for itself; its transactions mean nothing in another
    floor = models.BigIntegerField(default=0)  # the biggest id of an entry that came here from another cluster
    transaction = models.BigIntegerField()  # its own
    snapshot = models.TextField()  # which transactions had ended, as pg_current_snapshot() writes it
    entries = ArrayField(models.BigIntegerField())  # their ids, in their order
    hashes = models.BinaryField()  # of each entry in turn, SHA-256
    count = models.PositiveBigIntegerField()  # of all entries sealed so far
    head = models.CharField(max_length=64)  # SHA-256 of all this and of the head before

    objects = SealQuerySet.as_manager()

    def __str__(self):
        return f"seal {self.number}"

    @cached_property
    def seen(self):
        return Snapshot.read(self.snapshot)
