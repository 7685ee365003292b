"""What people type is text on every page and in every document, whatever they type."""

import pytest
from django.db import models
from django.urls import reverse

from actions.models import Action
from groups.models import Authority, Deputyship, Membership, Organisation, StandingItem, TermsSection
from groups.terms_document import content_of, html
from meetings import services
from meetings.models import AgendaItem, Attendance, Contribution, Decision, Meeting, MinuteEntry

TYPED = "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))"
KINDS = [
    *[Action, Authority, Deputyship, Membership, StandingItem, TermsSection],
    *[AgendaItem, Attendance, Contribution, Decision, Meeting, MinuteEntry],
]
PAGES = {
    "overview:group_detail": "group",
    "groups:member_list": "group",
    "groups:standing_item_list": "group",
    "groups:terms_detail": "group",
    "groups:terms_section_edit": "section",
    "actions:action_plan": "group",
    "actions:action_raise": "group",
    "actions:action_detail": "action",
    "actions:action_edit": "action",
    "meetings:meeting_list": "group",
    "meetings:meeting_detail": "meeting",
    "meetings:meeting_run": "meeting",
    "meetings:item_edit": "item",
    "meetings:entry_readers": "entry",
    "meetings:minutes_detail": "minutes",
}


def free_texts_of(kind):
    """Fields in which people type words; what is short or chosen takes none of this."""
    typed = [field for field in kind._meta.concrete_fields if isinstance(field, (models.CharField, models.TextField))]
    free = [field for field in typed if field.editable and not field.choices and (field.max_length or 1000) > 100]
    return [field.name for field in free if not isinstance(field, models.URLField)]


@pytest.fixture
def typed_everywhere(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    for kind in KINDS:
        of_group = {"group": world.group} if hasattr(kind, "group") else {"pk": world.authority.pk}
        kind.objects.filter(**of_group).update(**dict.fromkeys(free_texts_of(kind), TYPED))
    Organisation.objects.filter(pk=world.authority_organisation.pk).update(name=TYPED)
    return world


def test_what_was_typed_is_text_on_every_page(signed_in, typed_everywhere):
    world = typed_everywhere
    browser = signed_in(world.people["chair"])

    for name, thing in PAGES.items():
        page = browser.get(reverse(name, args=[getattr(world.things, thing, world.group).public_id]))
        text = page.content.decode()
        assert page.status_code == 200, name
        assert "alert(1)" in text, name
        assert "<script>alert" not in text, name
        assert "<img" not in text, name
        assert 'href="javascript' not in text, name


def test_what_was_typed_is_text_in_the_terms_of_reference(typed_everywhere):
    terms = typed_everywhere.things.terms
    terms.refresh_from_db()

    drawn = html(content_of(terms), "0" * 64, with_contents=True)

    assert "alert(1)" in drawn
    assert "<script>" not in drawn
    assert "<img src=x" not in drawn
