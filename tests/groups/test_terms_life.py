"""The life of the terms: a draft, put to the members, agreed by a quorum, superseded by the next or withdrawn."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import Job
from documents.services import hash_of
from groups import services
from groups.models import Membership, StandingItem, TermsAnswer, TermsReply, TermsSection, TermsVersion
from groups.terms_document import content_of
from tests.groups.pages import changes, errors_of
from tests.groups.terms import fresh, page_of, put, refused, say

State = TermsVersion.State


# Put to the members ---------------------------------------------------------------------------------------------------


def test_secretary_puts_the_draft_and_it_becomes_the_next_whole_number(signed_in, world):
    browser, terms = signed_in(world.people["secretary"]), world.things.terms

    page = browser.get(page_of("terms_put", terms))
    response = browser.post(page_of("terms_put", terms), {"sha256": page.context["sha256"]})

    assert response.headers["Location"] == terms.get_absolute_url()
    terms = fresh(terms)
    assert (terms.number, terms.state, terms.put_by) == ("1.0", State.PUT, world.people["secretary"])
    assert terms.frozen["number"] == "1.0"
    assert terms.sha256 == hash_of(terms.frozen)
    assert changes(by=world.people["secretary"]) == [("terms put to the members", terms.public_id)]


def test_page_says_who_will_be_asked(signed_in, world):
    page = signed_in(world.people["administrator"]).get(page_of("terms_put", world.things.terms))

    asked = [seat.name for seat in page.context["asked"]]
    assert asked[:3] == ["Westhaven Chair", "Westhaven Deputy Chair", "Westhaven Secretary"]
    assert {"Westhaven Observer", "Westhaven Prevent", "Westhaven Ended"}.isdisjoint(asked)
    assert "12 seats are asked" in page.content.decode()


@pytest.mark.parametrize("change", ["section", "member"])
def test_draft_that_changed_since_the_page_was_opened_is_not_put(signed_in, world, change):
    browser, terms = signed_in(world.people["chair"]), world.things.terms
    seen = browser.get(page_of("terms_put", terms)).context["sha256"]
    if change == "section":
        TermsSection.objects.filter(version=terms).update(text="Other aims")
    else:
        Membership.objects.filter(pk=world.seats["fire"].pk).update(brings="Ladders")

    response = browser.post(page_of("terms_put", terms), {"sha256": seen})

    assert errors_of(response) == [
        "The draft, or the group itself, has changed since you opened this page. Look at the draft once more, and open "
        "this page again from there"
    ]
    assert fresh(terms).is_draft


def test_one_version_at_a_time_is_with_the_members(world):
    first = put(world)
    draft = services.begin_terms_draft(terms=first, by=world.people["chair"])

    with pytest.raises(ValidationError) as refusal:
        put(world, draft)

    assert refusal.value.messages == ["Another version is with the members. Adopt or withdraw that one first"]
    assert fresh(draft).number == "1.1"


def test_what_was_put_says_what_it_said_then(world):
    terms = put(world)

    StandingItem.objects.filter(group=world.group).update(title="Another title")
    Membership.objects.filter(pk=world.seats["fire"].pk).update(name="Somebody else")

    content = content_of(fresh(terms))
    assert hash_of(content) == terms.sha256
    assert [item.get("title", "withheld") for item in content["standing"]] == ["Westhaven events", "withheld"]
    assert "Westhaven Fire" in [seat["name"] for seat in content["seats"]]


def test_page_document_and_record_say_the_same(signed_in, world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    about = {"group": world.group, "key": "standing-agenda", "position": 9, "title": "Agenda", "edition": 1}
    world.things.terms.sections.create(**about)
    terms = put(world)
    StandingItem.objects.filter(group=world.group).update(title="Another title")
    browser = signed_in(world.people["venue"])

    page = browser.get(terms.get_absolute_url())
    browser.post(page_of("terms_export", terms))

    assert page.context["content"] == terms.frozen
    assert "Westhaven events" in page.content.decode()
    assert "Another title" not in page.content.decode()
    assert terms.sha256 in page.content.decode()
    assert Job.objects.get().content_sha256 == terms.sha256


# Final in the database ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field", [field.name for field in TermsVersion._meta.concrete_fields if field.name not in ("id", "public_id")]
)
def test_no_field_of_what_was_put_can_be_changed(world, field):
    terms = put(world)
    other = {
        "group": world.sibling.group.pk,
        "follows": terms.pk,
        "state": "draft",
        "frozen": {"number": "9.0"},
        "default_marking": "official_sensitive",
        "number": "9.0",
        "sha256": "0" * 64,
        "withdrawn_reason": "x",
        "review_on": timezone.localdate(),
    }
    for person in ["rules_by", "put_by", "adopted_by", "withdrawn_by"]:
        other[person] = world.people["venue"].pk
    for moment in ["made_at", "put_at", "adopted_at", "ended_at"]:
        other[moment] = timezone.now() + timedelta(days=1)
    value = other.get(field, not terms.quorum_needs_chair if field.startswith("quorum_needs") else 5)

    assert refused(lambda: TermsVersion.objects.filter(pk=terms.pk).update(**{field: value}))


def test_sections_of_what_was_put_are_neither_changed_added_nor_taken_away(world):
    terms = put(world)
    section = world.things.section
    new = {"group": world.group, "version": terms, "key": "new", "position": 9, "title": "New"}

    assert refused(lambda: TermsSection.objects.filter(pk=section.pk).update(text="Other"))
    assert refused(lambda: TermsSection.objects.filter(pk=section.pk).update(version=world.sibling.things.terms))
    assert refused(lambda: TermsSection.objects.create(**new))
    assert refused(lambda: TermsSection.objects.filter(pk=section.pk)._raw_delete("default"))
    assert refused(lambda: section.texts.create(edition=9, text="Other", by=world.people["chair"]))
    sibling = world.sibling.things.section
    assert refused(lambda: TermsSection.objects.filter(pk=sibling.pk).update(version=terms, key="moved"))


def test_no_version_is_deleted_nor_begins_further_on(world):
    started = {"state": "put", "frozen": {}, "sha256": "x", "put_at": timezone.now(), "put_by": world.people["chair"]}

    assert refused(lambda: TermsVersion.objects.filter(pk=world.things.terms.pk)._raw_delete("default"))
    assert refused(lambda: TermsVersion.objects.create(group=world.group, number="7.0", **started))


def test_answers_and_replies_are_kept_and_are_to_what_is_with_the_members(world):
    terms = put(world)
    answer = say(world, terms, "venue", agrees=False, reason="Too long")
    reply = services.answer_objection(objection=answer, text="It is short", by=world.people["chair"])
    about = {"group": world.group, "version": terms, "seat": world.seats["fire"], "by": world.people["fire"]}
    about |= {"name": "Fire", "stands_in": False, "agrees": True}

    assert refused(lambda: TermsAnswer.objects.filter(pk=answer.pk).update(agrees=True, reason=""))
    assert refused(lambda: TermsReply.objects.filter(pk=reply.pk).update(text="Other"))
    assert refused(lambda: TermsAnswer.objects.create(**about, sha256="0" * 64))
    services.withdraw_terms(terms=terms, reason="Later", by=world.people["chair"])
    assert refused(lambda: TermsAnswer.objects.create(**about, sha256=terms.sha256))
    late = {"group": world.group, "objection": answer, "text": "Late", "name": "Chair", "by": world.people["chair"]}
    assert refused(lambda: TermsReply.objects.create(**late))


def test_an_objection_has_a_reason_and_two_drafts_cannot_be(world):
    terms = put(world)
    about = {"group": world.group, "version": terms, "seat": world.seats["fire"], "by": world.people["fire"]}
    about |= {"name": "Fire", "stands_in": False, "sha256": terms.sha256}

    for wrong in [{"agrees": False, "reason": ""}, {"agrees": True, "reason": "But"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            TermsAnswer.objects.create(**about, **wrong)
    TermsVersion.objects.create(group=world.group, number="1.1")
    with pytest.raises(IntegrityError), transaction.atomic():
        TermsVersion.objects.create(group=world.group, number="1.2")


def test_owner_of_a_page_opened_before_is_told_and_keeps_what_they_typed(signed_in, world):
    put(world)

    response = signed_in(world.people["chair"]).post(
        page_of("terms_section_edit", world.things.section), {"text": "New aims", "edition": 1}
    )

    assert errors_of(response) == [
        "Version 1.0 was put to the members meanwhile, and is final. Nothing more is saved in it: keep what you typed "
        "for the next draft"
    ]
    assert response.context["form"]["text"].value() == "New aims"
