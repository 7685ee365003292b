"""Who keeps a group's members is told before places are to be confirmed, and when one lapsed. No mail names anybody."""

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from groups.models import PAPG, Deputyship, Membership, Office
from groups.reviews import ASKED_BEFORE, KEEPERS, groups_that_wait
from groups.roles import Role
from notices import kinds

REMINDED = [28, 7]  # days before
TOLD_WITHIN = timedelta(days=7)  # of what lapsed


def register():
    kinds.register(
        "review_due",
        find_due=reviews_due,
        still_owed=review_is_still_due,
        template="review_due",
        context=lambda notice: {},
        verb="reminded of the access review",
    )
    kinds.register(
        "place_lapsed",
        find_due=places_lapsed,
        still_owed=lambda notice: notice.person.is_active,
        template="place_lapsed",
        context=lambda notice: {},
        verb="told that a place lapsed",
    )
    kinds.register(
        "review_waits",
        find_due=reviews_that_wait,
        still_owed=review_still_waits,
        template="review_waits",
        context=lambda notice: {},
        verb="told that a review waits for somebody",
    )


def reviews_due():
    """(keeper, occasion, due_at): one mail a week for a group, however many seats are due in it."""
    due = {}
    for kind in [Membership, Deputyship]:
        rows = kind.objects.to_review_within(ASKED_BEFORE)
        for group, public_id, review_by in rows.values_list("group", "group__public_id", "review_by"):
            for days in REMINDED:
                due.setdefault((group, f"{public_id}:{_week_of(review_by)}:{days}"), review_by - timedelta(days=days))
    due = {key: at for key, at in due.items() if at <= timezone.now()}
    keepers = keepers_of({group for group, _occasion in due})
    return [(person, occasion, at) for (group, occasion), at in due.items() for person in keepers.get(group, [])]


def _week_of(moment):
    day = timezone.localdate(moment)
    return day - timedelta(days=day.weekday())


def keepers_of(groups):
    """{group: the people who confirm its seats}."""
    seats = Membership.objects.active().filter(group__in=groups, role__in=KEEPERS, user__is_active=True)
    found = {}
    for seat in seats.exclude(confirmed_by=None).select_related("user").order_by("pk"):
        found.setdefault(seat.group_id, []).append(seat.user)
    return found


def review_is_still_due(notice):
    group = PAPG.objects.filter(public_id=notice.occasion.partition(":")[0]).first()
    if group is None or notice.person not in keepers_of([group.pk]).get(group.pk, []):
        return False
    kinds_of_place = [Membership, Deputyship]
    return any(kind.objects.to_review_within(ASKED_BEFORE).filter(group=group).exists() for kind in kinds_of_place)


def places_lapsed():
    """(person, occasion, due_at): whose it was, and who keeps the members."""
    lapsed = {"lapsed": True, "ends_at__gt": Now() - TOLD_WITHIN}
    places = [place for kind in [Membership, Deputyship] for place in kind.objects.filter(**lapsed).with_people()]
    keepers = keepers_of({place.group_id for place in places})
    return [
        (person, place.public_id, place.ends_at)
        for place in places
        for person in {place.user, *keepers.get(place.group_id, [])}
    ]


def reviews_that_wait():
    """(officer, occasion, due_at): once a month, as long as nobody inside the group can confirm what is overdue."""
    month = f"{timezone.localdate():%Y-%m}"
    return [
        (office.user, f"{group.public_id}:{month}", timezone.now())
        for group in PAPG.objects.filter(pk__in=groups_that_wait())
        for office in officers_over(group)
    ]


def officers_over(group):
    roles = [Role.ADMINISTRATOR, Role.SENIOR_OWNER]
    offices = Office.objects.active().filter(authority=group.lead_authority_id, role__in=roles, user__is_active=True)
    return offices.select_related("user").order_by("user").distinct("user")


def review_still_waits(notice):
    group = PAPG.objects.filter(public_id=notice.occasion.partition(":")[0], pk__in=groups_that_wait()).first()
    return group is not None and officers_over(group).filter(user=notice.person).exists()
