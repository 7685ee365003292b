"""What the tests of the terms share: a version with the members, and what they say about it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from documents.services import hash_of
from groups import services
from groups.models import TermsVersion
from groups.terms_document import content_of


def page_of(name, terms):
    return reverse(f"groups:{name}", args=[terms.public_id])


def fresh(terms):
    return TermsVersion.objects.select_related("group__lead_authority").get(pk=terms.pk)


def put(side, terms=None, by="secretary"):
    draft = fresh(terms or side.things.terms)
    return services.put_terms(terms=draft, sha256=hash_of(content_of(draft)), by=side.people[by])


def agree(side, terms, *names):
    for name in names:
        say(side, terms, name)


def say(side, terms, name, *, seat=None, agrees=True, reason=""):
    """`name` answers for their own seat, or for that of `seat`."""
    return services.answer_terms(
        terms=terms,
        seat=side.seats[seat or name],
        agrees=agrees,
        reason=reason,
        sha256=terms.sha256,
        by=side.people[name],
    )


def adopted(side, terms=None):
    """Chair, planner and police adviser agree, which is a quorum there, and the chair adopts."""
    version = put(side, terms)
    agree(side, version, "chair", "planner", "adviser")
    services.adopt_terms(terms=version, by=side.people["chair"])
    return fresh(version)


def refused(change):
    """Whether the database itself says no, by a trigger."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        change()
    return error.value.__cause__.pgcode == "23001"
