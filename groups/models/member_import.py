from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from groups.models.group import PAPG
from lib.public_ids import PublicIdField

KEPT_FOR = timedelta(hours=1)


class MemberImportQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(uploaded_at__gt=Now() - KEPT_FOR)

    def forgotten(self):
        return self.filter(uploaded_at__lte=Now() - KEPT_FOR)


class MemberImport(models.Model):
    """A list of members between its upload and the press that invites them; for whoever uploaded it alone."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now())
    rows = models.JSONField()  # [{column: what stood there, "line": its number in the file}]

    objects = MemberImportQuerySet.as_manager()

    def __str__(self):
        return f"List {self.public_id}"
