"""Portfolios below the areas, and whose function an area is."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from audit.services import record
from groups.models import PAPG, AreaStanding, BusinessArea, Portfolio
from groups.reference import PORTFOLIOS
from groups.services.refusals import refusing

STANDS_ALREADY = {"name": "The area has a portfolio of this name. Choose another name"}
GONE = "This portfolio was removed meanwhile"


def add_starting_portfolios(group):
    areas = {area.code: area for area in BusinessArea.objects.filter(code__in=PORTFOLIOS)}
    Portfolio.objects.bulk_create(
        Portfolio(group=group, area=areas[code], name=name, position=position)
        for code, names in PORTFOLIOS.items()
        for position, name in enumerate(names, start=1)
        if code in areas
    )


@transaction.atomic
def add_portfolio(*, group, area, name, by):
    """At the end of its area. Raises ValidationError when the area has one of this name."""
    PAPG.objects.select_for_update(of=["self"]).get(pk=group.pk)  # two at once get two positions
    last = Portfolio.objects.current().filter(group=group, area=area).aggregate(last=Max("position"))["last"]
    with refusing(an_area_names_its_portfolios_apart=STANDS_ALREADY):
        portfolio = Portfolio.objects.create(group=group, area=area, name=name, position=(last or 0) + 1)
    record(by=by, verb="portfolio added", target=portfolio)
    return portfolio


@transaction.atomic
def change_portfolio(*, portfolio, name, position, by):
    """Raises ValidationError when the area has one of this name, or this one is there no more."""
    with refusing(an_area_names_its_portfolios_apart=STANDS_ALREADY):
        _change(portfolio, name=name, position=position)
    record(by=by, verb="portfolio changed", target=portfolio)
    return portfolio


@transaction.atomic
def remove_portfolio(*, portfolio, by):
    """No seat speaks for it any more; those that did are not asked to change. Raises ValidationError."""
    _change(portfolio, removed_at=Now())
    record(by=by, verb="portfolio removed", target=portfolio)
    return portfolio


def _change(portfolio, **fields):
    if not Portfolio.objects.current().filter(pk=portfolio.pk).update(**fields):
        raise ValidationError(GONE)


@transaction.atomic
def set_area_standing(*, group, authority, area, standing, body, by):
    kept, _made = AreaStanding.objects.update_or_create(
        group=group, authority=authority, area=area, defaults={"standing": standing, "body": body}
    )
    record(by=by, verb="standing of an area set", target=kept, standing=standing)
    return kept
