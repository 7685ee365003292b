"""What the page "What you can see here, and as whom" says: each hat of the reader by itself, as the rule answers it."""

from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Value

from groups.access import Hat, hats_of
from groups.closed import opens, why_closed
from groups.models import Audience, Deputyship, Marking, Membership, NamedReader, Office, Undertaking
from groups.names import names_in
from groups.permission_words import WORDS
from groups.roles import Permission, Role
from groups.sensitivity import WIDEST_FIRST, in_force


@dataclass(frozen=True)
class Cell:
    """Whether the hat opens things of one audience and marking; where not, why."""

    audience: Audience
    marking: Marking
    opens: bool
    reasons: list


@dataclass(frozen=True)
class Worn:
    """A hat with the seat, deputyship or office from which it comes."""

    hat: Hat
    place: Membership | Deputyship | Office
    organisations: list
    confirmed_by: str
    rows: list  # (audience, its cells)
    may: list  # in words

    @property
    def cells(self):
        return [cell for _audience, cells in self.rows for cell in cells]

    @property
    def open_count(self):
        return sum(cell.opens for cell in self.cells)


def rights_for_page(user, group, may):
    undertaking = Undertaking.objects.current(group)
    return {
        "worn": worn_by(user, group, may),
        "undertaking": undertaking,
        "accepted": undertaking.acceptance_of(user) if undertaking else None,
        "named_for": named_for(user, group),
    }


def worn_by(user, group, may=frozenset()):
    """Each hat that this person wears in the group; `may` is all that they may do there."""
    hats = [hat for hat in hats_of(user) if hat.group_id == group.pk]
    places, names = places_of(user, group), names_in(group)
    lent = may - {permission for hat in hats for permission in hat.permissions}
    return [worn(hat, place, names, lent) for hat in hats if (place := places.get(key_of(hat)))]


def key_of(hat):
    return (hat.role, False) if hat.seat_id is None else (hat.seat_id, hat.stands_in)


def places_of(user, group):
    seats = Membership.objects.active().filter(user=user, group=group).select_related("organisation", "confirmed_by")
    deputyships = Deputyship.objects.active().filter(user=user, group=group)
    standing_in = deputyships.select_related("organisation", "confirmed_by", "membership__organisation")
    offices = Office.objects.active().filter(user=user, authority=group.lead_authority_id).select_related("authority")
    return {
        **{(seat.pk, False): seat for seat in seats},
        **{(deputyship.membership_id, True): deputyship for deputyship in standing_in},
        **{(office.role, False): office for office in offices},
    }


def worn(hat, place, names, lent):
    """`lent` is what a senior owner may do while nobody inside the group can: it hangs on the office."""
    organisations = organisations_of(place)
    may = hat.permissions | (lent if hat.role == Role.SENIOR_OWNER else set())
    confirmer = getattr(place, "confirmed_by", None)
    return Worn(
        hat=hat,
        place=place,
        organisations=organisations,
        confirmed_by=names.get(confirmer.public_id, confirmer.name) if confirmer else "",
        rows=[(audience, cells_of(hat, organisations, audience)) for audience in WIDEST_FIRST],
        may=[WORDS[permission] for permission in Permission if permission in may],
    )


def organisations_of(place):
    """Of a deputy both their own and the member's, once when it is the same."""
    if isinstance(place, Office):
        return []
    member = [place.membership.organisation] if isinstance(place, Deputyship) else []
    return list(dict.fromkeys([place.organisation, *member]))


def cells_of(hat, organisations, audience):
    return [
        Cell(audience, marking, opens(hat, audience, marking), why_closed(hat, organisations, audience, marking))
        for marking in Marking
    ]


def named_for(user, group):
    """[(how many, kind)] of the things for which this person is named, whoever they are here."""
    kinds = [model for model in apps.get_models() if issubclass(model, NamedReader)]
    first, *others = [
        kind.objects.filter(in_force(), user=user, content_object__group=group)
        .order_by()
        .values_list(Value(str(kind.content_object.field.related_model._meta.verbose_name)))
        for kind in kinds
    ]
    counts = Counter(kind for (kind,) in first.union(*others, all=True))
    return sorted((count, kind) for kind, count in counts.items())
