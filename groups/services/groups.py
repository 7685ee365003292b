"""A new group, with all that it starts with."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from groups.models import PAPG, Governance, Rules, StandingItem, TermsSection, TermsVersion
from groups.services.areas import add_starting_portfolios
from groups.services.refusals import refusing
from groups.services.terms import write_sections
from groups.services.undertakings import add_undertaking
from groups.starting_texts import STANDING_ITEMS, TERMS_SECTIONS, UNDERTAKING
from lib import wall

FIRST_NUMBER = "0.1"
ENDED = "{name} has ended, so it leads no new groups. The authority that took over does"
NAME_IS_TAKEN = "There is already a group of this name. Choose another name"


@transaction.atomic
def create_group(*, authority, name, by):
    """Raises ValidationError when the authority has ended, or has a group of this name."""
    if authority.has_ended:
        raise ValidationError(ENDED.format(name=authority.name))
    with refusing(an_authority_names_its_groups_apart=NAME_IS_TAKEN):
        group = PAPG.objects.create(name=name, lead_authority=authority)
    furnish(group, sections=TERMS_SECTIONS, items=STANDING_ITEMS, by=by)
    record(by=by, verb="group created", target=group)
    return group


def furnish(group, *, sections, items, by, **rules):
    """Rules, draft terms, portfolios, undertaking and standing items of a group that was just made."""
    wall.open_to(group.pk)
    Rules.objects.create(group=group, **rules)
    Governance.objects.create(group=group)
    _draft_terms(group, sections, by, **rules)
    add_starting_portfolios(group)
    add_undertaking(group, number=1, text=UNDERTAKING)
    StandingItem.objects.bulk_create(
        StandingItem(group=group, position=position, **item) for position, item in enumerate(items, start=1)
    )


def _draft_terms(group, sections, by, **rules):
    version = TermsVersion.objects.create(group=group, number=FIRST_NUMBER, **rules)
    texts = enumerate(sections, start=1)
    written = [
        TermsSection(key=key, position=position, title=title, text=body) for position, (key, title, body) in texts
    ]
    write_sections(version, written, by)
