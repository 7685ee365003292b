"""Whose signing in is an authority's to look into: its own people, and only of the time in which they were that.

Its own are those who hold an office of the authority, and those who sit, or stand in for a member, in a group that it
leads, for the authority's own organisation, or for one that it took over from: a group that moved keeps its seats. Of
police, venues and other councils' people it is their employer's.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, IntegerField, OuterRef, Q
from django.db.models.functions import Coalesce, Now

from audit.models import Entry
from groups.models import Authority, Deputyship, Membership, Office
from groups.models.authority import ended

# A seat alone shows nothing: any address can be given one, and whether it has an account is nobody's to learn so
CONFIRMED = ["membership confirmed", "deputy confirmed"]


class Each(Func):
    function, set_returning, output_field = "unnest", True, IntegerField()


def newest_of_own_people(authority, clause, stop):
    """Their account entries within `clause`, at least the newest `stop` of all: an index gives each person's newest."""
    itself = {authority.pk, *took_over_from(authority)}
    seats = [_for_itself(places, authority, itself) for places in (Membership.objects, Deputyship.objects)]
    first, *others = [_newest(held, clause, stop) for held in (Office.objects.filter(authority=authority), *seats)]
    return Entry.objects.filter(pk__in=first.union(*others))


def _for_itself(places, authority, itself):
    """Once confirmed, for good: a new start for who lost a factor, or a new role, asks for it again."""
    was_confirmed = Entry.objects.filter(target=OuterRef("public_id"), verb__in=CONFIRMED)
    own = places.filter(group__lead_authority=authority, organisation__authority__in=itself)
    return own.filter(Q(confirmed_by__isnull=False) | Exists(was_confirmed))


def took_over_from(authority):
    """The keys of the authorities that have ended into this one, and of those that had ended into them."""
    found, newest = set(), {authority.pk}
    while newest:
        rows = Authority.objects.filter(ended(), successor__in=newest).exclude(pk__in={authority.pk, *found})
        newest = set(rows.values_list("pk", flat=True))
        found |= newest
    return found


def _newest(held, clause, stop):
    """The keys of as many entries for each who held this, while they did."""
    in_time = Q(at__gte=OuterRef("starts_at"), at__lt=Coalesce(OuterRef("ends_at"), Now()))
    newest = Entry.objects.of_account(OuterRef("user__public_id")).filter(in_time, clause).newest_first()[:stop]
    return held.values_list(Each(ArraySubquery(newest.values("pk"))))
