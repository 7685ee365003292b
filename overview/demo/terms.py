"""Westhaven's terms: agreed once, and a second version with the members. Eastmere's are a draft."""

from django.utils import timezone

from documents.services import hash_of
from groups import services
from groups.models import TermsVersion
from groups.terms_document import content_of
from notices.models import Notice
from notices.services import plan_due_notices

AGREED_FIRST = ["Helen Marsh", "Daniel Okoro", "Tom Bell", "Priya Nair", "Owen Clarke", "Marcus Webb", "Ruth Ellison"]
AGREE_NOW = ["Helen Marsh", "Tom Bell", "Priya Nair", "Marcus Webb", "Ruth Ellison"]
LATE = ("After twenty, the chair decides whether to escalate it.", "After fifteen it goes to the senior owner.")
OBJECTION = "Six months is too long between two meetings: applications for the summer come in at short notice."
REPLY = "We meet every two months from April to September; the rule says how long it may be at most."


def agree_the_first(place):
    """Its months are shorter than those between the last meetings: the group's page says so."""
    draft = TermsVersion.objects.get(group=place.group)
    rules = draft.in_figures() | {"months_between": 2}
    services.save_terms_rules(terms=draft, rules_edition=0, by=place.secretary, **rules)
    version = put(place, draft)
    for name in AGREED_FIRST:
        answer(version, place, name)
    services.adopt_terms(terms=version, by=place.people["Helen Marsh"])


def put_the_second(place):
    chair, secretary = place.people["Helen Marsh"], place.secretary
    draft = services.begin_terms_draft(terms=TermsVersion.objects.agreed().get(group=place.group), by=secretary)
    section = draft.sections.select_related("version", "group__lead_authority").get(key="action-plan")
    services.save_terms_section(section=section, text=section.text.replace(*LATE), edition=1, by=secretary)
    rules = draft.in_figures() | {"months_between": 6}
    services.save_terms_rules(terms=draft, rules_edition=0, by=secretary, **rules)
    version = put(place, draft)
    for name in AGREE_NOW:
        answer(version, place, name)
    objection = answer(version, place, "Kwame Mensah", reason=OBJECTION)
    answer(version, place, "Rob Jenner", by=place.deputies["Rob Jenner"].user)
    services.answer_objection(objection=objection, text=REPLY, by=chair)
    plan_due_notices()
    told = Notice.objects.filter(kind__in=["terms_put", "escalation_answered"])
    told.update(sent_at=timezone.now())  # before the demo began


def put(place, terms):
    draft = TermsVersion.objects.select_related("group__lead_authority").get(pk=terms.pk)
    return services.put_terms(terms=draft, sha256=hash_of(content_of(draft)), by=place.secretary)


def answer(version, place, name, *, reason="", by=None):
    seat = place.seats[name]
    return services.answer_terms(
        terms=version, seat=seat, agrees=not reason, reason=reason, sha256=version.sha256, by=by or seat.user
    )
