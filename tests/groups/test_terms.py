import pytest
from django.urls import reverse

from documents.models import Job
from groups.models import BusinessArea, TermsSection
from tests.groups.pages import changes, errors_of
from tests.world import CANARY, make_seat


def terms_of(group):
    return reverse("groups:terms_detail", args=[group.public_id])


def edit_of(section):
    return reverse("groups:terms_section_edit", args=[section.public_id])


def export_of(version):
    return reverse("groups:terms_export", args=[version.public_id])


@pytest.mark.parametrize("persona", ["chair", "venue", "observer", "unconfirmed", "administrator", "senior_owner"])
def test_everybody_in_the_group_reads_the_terms(signed_in, world, persona):
    page = signed_in(world.people[persona]).get(terms_of(world.group)).content.decode()

    assert "Westhaven aims" in page
    assert CANARY not in page


@pytest.mark.parametrize("persona", ["auditor", "operator", "ended", "stranger", "sibling"])
def test_outside_there_are_no_terms(signed_in, world, persona):
    client = signed_in(world.people[persona])

    assert client.get(terms_of(world.group)).status_code == 404
    assert client.post(export_of(world.things.terms)).status_code == 404
    assert client.get(edit_of(world.things.section)).status_code == 404


def test_live_parts_stand_under_their_sections(signed_in, world):
    for position, key in enumerate(["membership", "meetings", "standing-agenda"], start=2):
        world.things.terms.sections.create(group=world.group, key=key, position=position, title=key, edition=1)
    make_seat(world, "road_person", "member", "council").areas.add(BusinessArea.objects.get(code="transport"))

    page = signed_in(world.people["chair"]).get(terms_of(world.group)).content.decode()

    for said in ["Westhaven Road Person", "Transport and highways", "every 3 months", "1 of the five business areas"]:
        assert said in page


@pytest.mark.parametrize("persona", ["chair", "venue"])
def test_terms_name_only_what_everybody_may_read(signed_in, world, persona):
    """They are OFFICIAL and the same for all, so even who may read an item sees only that it is there."""
    world.things.terms.sections.create(group=world.group, key="standing-agenda", position=9, title="Agenda", edition=1)

    page = signed_in(world.people[persona]).get(terms_of(world.group)).content.decode()

    assert "Westhaven events" in page
    assert "Item 2: withheld" in page
    assert "Westhaven threat" not in page


def test_page_takes_few_queries(signed_in, world, django_assert_max_num_queries):
    client = signed_in(world.people["chair"])

    with django_assert_max_num_queries(12):
        client.get(terms_of(world.group))


# Editing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["chair", "secretary", "administrator"])
def test_section_is_edited_and_every_text_is_kept(signed_in, world, persona):
    section, person = world.things.section, world.people[persona]

    response = signed_in(person).post(edit_of(section), {"text": "New aims", "edition": 1})

    section.refresh_from_db()
    assert response.headers["Location"] == f"{world.things.terms.get_absolute_url()}#mission"
    assert (section.text, section.edition) == ("New aims", 2)
    kept = section.texts.order_by("edition").values_list("edition", "text", "by")
    assert list(kept) == [(1, "Westhaven aims", world.people["grantor"].pk), (2, "New aims", person.pk)]
    assert changes(by=person) == [("terms section saved", section.public_id)]


@pytest.mark.parametrize("persona", ["deputy_chair", "planner", "observer", "senior_owner", "superuser_member"])
def test_nobody_else_edits(signed_in, world, persona):
    section, client = world.things.section, signed_in(world.people[persona])

    assert client.get(edit_of(section)).status_code == 403
    assert client.post(edit_of(section), {"text": "New aims", "edition": 1}).status_code == 403
    section.refresh_from_db()
    assert section.text == "Westhaven aims"


def test_section_of_another_group_does_not_exist(signed_in, world):
    client = signed_in(world.people["chair"])

    assert client.get(edit_of(world.other.things.section)).status_code == 404
    assert client.post(edit_of(world.other.things.section), {"text": "x", "edition": 1}).status_code == 404
    assert client.get(edit_of(world.things.section)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"text": ""}, "Enter the text of the section"),
        ({"text": "x" * 10_001}, "Text must be 10,000 characters or fewer"),
        ({"edition": ""}, "The form that was sent is not complete. Open the page again and send it from there"),
        ({"edition": "-1"}, "The form that was sent is not complete. Open the page again and send it from there"),
        ({"edition": "9" * 20}, "The form that was sent is not complete. Open the page again and send it from there"),
        ({"edition": "new"}, "The form that was sent is not complete. Open the page again and send it from there"),
    ],
)
def test_bad_input_is_told_and_kept(signed_in, world, typed, says):
    good = {"text": "New aims", "edition": "1"}

    response = signed_in(world.people["chair"]).post(edit_of(world.things.section), good | typed)

    assert errors_of(response) == [says]
    assert response.context["form"]["text"].value() == (good | typed)["text"]
    assert TermsSection.objects.get(pk=world.things.section.pk).text == "Westhaven aims"


# Two at once ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def stale(signed_in, world):
    """The secretary's page after the chair saved first."""
    section = world.things.section
    signed_in(world.people["chair"]).post(edit_of(section), {"text": "Chair’s aims", "edition": 1})
    secretary = signed_in(world.people["secretary"])
    return secretary, secretary.post(edit_of(section), {"text": "Secretary’s aims", "edition": 1})


def test_second_writer_sees_both_texts_and_nothing_is_lost(stale, world):
    _client, response = stale
    page = response.content.decode()

    for said in ["Westhaven Chair saved this", "Chair’s aims", "Secretary’s aims"]:
        assert said in page
    assert world.people["chair"].name not in page.replace("Westhaven Chair", "")
    world.things.section.refresh_from_db()
    assert (world.things.section.text, world.things.section.edition) == ("Chair’s aims", 2)
    assert changes(by=world.people["secretary"]) == []


def test_second_writer_keeps_their_own(stale, world):
    client, response = stale
    shown = response.context["form"]

    client.post(
        edit_of(world.things.section),
        {"text": "Secretary’s aims", "edition": shown["edition"].value(), "choice": "mine"},
    )

    assert list(world.things.section.texts.order_by("edition").values_list("edition", "text")) == [
        (1, "Westhaven aims"),
        (2, "Chair’s aims"),
        (3, "Secretary’s aims"),
    ]


def test_second_writer_puts_both_together(stale, world):
    client, response = stale
    edition = response.context["form"]["edition"].value()

    both = client.post(
        edit_of(world.things.section), {"text": "Secretary’s aims", "edition": edition, "choice": "both"}
    )
    form = both.context["form"]
    assert form["text"].value() == "Chair’s aims\n\nSecretary’s aims"
    assert TermsSection.objects.get(pk=world.things.section.pk).text == "Chair’s aims"

    client.post(edit_of(world.things.section), {"text": form["text"].value(), "edition": form["edition"].value()})
    assert TermsSection.objects.get(pk=world.things.section.pk).text == "Chair’s aims\n\nSecretary’s aims"


def test_third_save_in_between_is_told_again(stale, signed_in, world):
    client, response = stale
    signed_in(world.people["administrator"]).post(edit_of(world.things.section), {"text": "Third aims", "edition": 2})

    again = client.post(
        edit_of(world.things.section),
        {"text": "Secretary’s aims", "edition": response.context["form"]["edition"].value(), "choice": "mine"},
    )

    assert "Third aims" in again.content.decode()
    assert TermsSection.objects.get(pk=world.things.section.pk).text == "Third aims"


def test_form_sent_twice_is_no_conflict(signed_in, world):
    client = signed_in(world.people["chair"])
    sent = {"text": "New aims", "edition": 1}

    assert client.post(edit_of(world.things.section), sent).status_code == 302
    assert client.post(edit_of(world.things.section), sent).status_code == 302
    assert world.things.section.texts.count() == 2
    assert len(changes(by=world.people["chair"])) == 1


# As a document --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["chair", "observer", "senior_owner", "administrator"])
def test_everybody_in_the_group_asks_for_the_document(signed_in, world, persona):
    response = signed_in(world.people[persona]).post(export_of(world.things.terms))

    [job] = Job.objects.filter(by=world.people[persona])
    assert response.headers["Location"] == reverse("documents:job_detail", args=[job.public_id])
    assert (job.kind, job.subject, job.file_name) == (
        "terms",
        world.things.terms.public_id,
        "terms-of-reference-0.1.pdf",
    )


def test_document_is_not_asked_for_by_a_link(signed_in, world):
    assert signed_in(world.people["chair"]).get(export_of(world.things.terms)).status_code == 405
    assert not Job.objects.exists()
