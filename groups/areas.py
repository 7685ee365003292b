"""The areas that should be at the table, as one group has them: their portfolios, and who else holds their function."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import JSONObject

from groups.access import access_through_group
from groups.models import PAPG, AreaStanding, Authority, BusinessArea, Portfolio
from groups.roles import Permission

ELSEWHERE = AreaStanding.Standing.ELSEWHERE


def areas_in(group):
    """One query. Each area with `portfolios_here`, and with `holders`: the other bodies that hold it, if the group's
    authorities do not."""
    portfolios = Portfolio.objects.current().filter(group=group, area=OuterRef("pk")).order_by("position", "pk")
    in_brief = JSONObject(public_id="public_id", name="name")
    return BusinessArea.objects.annotate(
        portfolios_here=ArraySubquery(portfolios.values(json=in_brief)), holders=holders_in(group)
    )


def holders_in(group):
    """The names of the bodies that hold an area, where each authority of the group says that another one does."""
    said = AreaStanding.objects.filter(group=group, standing=ELSEWHERE)
    names = ArraySubquery(said.filter(area=OuterRef("pk")).order_by("body").values("body").distinct())
    not_theirs = said.filter(authority=OuterRef("pk"), area=OuterRef(OuterRef("pk")))
    some_authority_holds_it = Exists(authorities_of(group).exclude(Exists(not_theirs)))
    return Case(When(some_authority_holds_it, then=Value([], output_field=names.output_field)), default=names)


def authorities_of(group):
    """Who leads it and who takes part."""
    taking_part = PAPG.objects.filter(pk=getattr(group, "pk", group), participating__isnull=False)
    return Authority.objects.filter(Q(led_groups=group) | Q(pk__in=taking_part.values("participating")))


@dataclass(frozen=True)
class AreaHere:
    """An area on the page where its portfolios are kept."""

    area: BusinessArea
    portfolios: list
    standings: list  # those that are not simply the authority's own


def areas_for_page(group):
    """Three queries, however many portfolios there are."""
    portfolios = list(Portfolio.objects.of(group))
    standings = list(
        AreaStanding.objects.filter(group=group)
        .exclude(standing=AreaStanding.Standing.OWN)
        .select_related("authority")
        .order_by("authority__name")
    )
    return [
        AreaHere(
            area,
            [portfolio for portfolio in portfolios if portfolio.area_id == area.pk],
            [standing for standing in standings if standing.area_id == area.pk],
        )
        for area in BusinessArea.objects.all()
    ]


def access_portfolio(user, public_id):
    portfolios = Portfolio.objects.current().select_related("group__lead_authority", "area")
    return access_through_group(user, portfolios.filter(public_id=public_id), Permission.MANAGE_MEMBERS)
