"""Where practice has drifted away from the terms that the group has agreed, in words for its front page."""

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateformat import format as written

from groups.live_parts import standing_items, standing_lines
from groups.models import RULES, Rules, TermsVersion
from lib.dated import months_after
from meetings.models import Meeting


def agreed_terms():
    """An annotation of groups: what their agreed terms say, beside what is done today."""
    figures = JSONObject(**{rule: rule for rule in RULES})
    met = Meeting.objects.filter(group=OuterRef("group"), state=Meeting.State.HELD).order_by("-starts_at")
    said = JSONObject(
        review_on="review_on",
        adopted_at="adopted_at",
        rules=figures,
        standing="frozen__standing",
        rules_today=Subquery(Rules.objects.filter(group=OuterRef("group")).values(json=figures)),
        standing_today=ArraySubquery(standing_items(OuterRef("group"))),
        last_met_at=Subquery(met.values("starts_at")[:1]),
    )
    return {"terms_agreed": ArraySubquery(TermsVersion.objects.agreed().filter(group=OuterRef("pk")).values(json=said))}


def drift_of(group):
    """A line each; nothing without agreed terms. Wants the annotation `terms_agreed`."""
    return [words for terms in group.terms_agreed for words in _drifted(terms)]


def _drifted(terms):
    review_on, today = date.fromisoformat(terms["review_on"]), timezone.localdate()
    since = timezone.localdate(datetime.fromisoformat(terms["last_met_at"] or terms["adopted_at"]))
    if months_after(since, terms["rules"]["months_between"]) < today:
        yield _last_met(terms, (today - since).days)
    if standing_lines(terms["standing_today"]) != terms["standing"]:
        yield "The standing agenda is not the one that the terms name"
    if terms["rules_today"] != terms["rules"]:
        yield "The group’s rules are not those of the terms"
    if review_on <= today:
        yield f"The terms were due for review on {written(review_on, 'j F Y')}"


def _last_met(terms, days):
    months = terms["rules"]["months_between"]
    every = "every month" if months == 1 else f"every {months} months"
    if terms["last_met_at"] is None:
        return f"Not met in the {days} days since the terms were adopted; they say {every}"
    return f"Last met {days} days ago; the terms say {every}"
