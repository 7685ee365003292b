"""A new group, with all that it starts with."""

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


@transaction.atomic
def create_group(*, authority, name, by):
    """Raises ValidationError when the authority has a group of this name."""
    with refusing(an_authority_names_its_groups_apart="There is already a group of this name. Choose another name"):
        group = PAPG.objects.create(name=name, lead_authority=authority)
    wall.open_to(group.pk)
    Rules.objects.create(group=group)
    Governance.objects.create(group=group)
    _draft_terms(group, by)
    add_starting_portfolios(group)
    add_undertaking(group, number=1, text=UNDERTAKING)
    StandingItem.objects.bulk_create(
        StandingItem(group=group, position=position, **item) for position, item in enumerate(STANDING_ITEMS, start=1)
    )
    record(by=by, verb="group created", target=group)
    return group


def _draft_terms(group, by):
    version = TermsVersion.objects.create(group=group, number=FIRST_NUMBER)
    texts = enumerate(TERMS_SECTIONS, start=1)
    sections = [
        TermsSection(key=key, position=position, title=title, text=body) for position, (key, title, body) in texts
    ]
    write_sections(version, sections, by)
