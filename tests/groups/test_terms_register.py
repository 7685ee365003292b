"""The export register: who took which terms of reference, when, in which form."""

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from audit.services import record
from documents import services, store
from documents.makers import PDF
from documents.models import Job
from groups.services import begin_terms_draft
from tests.databases import asked_in
from tests.groups.terms import put
from tests.world import CANARY, make_seat

MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


def take(side, name, ending="pdf", sha256="65cb5c2fe8b0" + "0" * 52):
    job = Job.objects.create(
        by=side.people[name],
        kind="terms",
        subject=side.things.terms.public_id,
        content_sha256=sha256,
        state=Job.State.DONE,
        file=store.keep(b"The terms", PDF),
        file_name=side.things.terms.file_name(ending),
        finished_at=Now(),
    )
    job.made_of = side.things.terms
    services.take_document(job=job, by=job.by)


@pytest.fixture
def listed(signed_in, world):
    def listed(who="chair", **asked):
        address = reverse("groups:terms_export_list", args=[world.group.public_id], query=asked)
        return signed_in(world.people[who]).get(address)

    return listed


def rows(response):
    return [(copy.name, copy.number, copy.fingerprint, copy.form) for copy in response.context["copies"]]


def says(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("who", ["chair", "secretary", "administrator"])
def test_those_who_keep_the_members_see_who_took_which_newest_first(world, listed, who):
    take(world, "fire")
    take(world, "administrator", "docx")
    take(world, "fire", "pdf", "f" * 64)

    response = listed(who)

    assert rows(response) == [
        ("Westhaven Fire", "0.1", "ffff ffff ffff", "PDF"),
        (world.people["administrator"].name, "0.1", "65cb 5c2f e8b0", "Word document"),
        ("Westhaven Fire", "0.1", "65cb 5c2f e8b0", "PDF"),
    ]
    assert "2 people have taken the terms of reference as a file" in says(response)


def test_before_anybody_took_one_the_page_says_what_will_stand_there(listed):
    assert "Nobody has taken the terms of reference as a file" in says(listed())


def test_only_what_was_taken_stands_there_and_only_of_this_group(world, listed):
    services.ask_for_document(kind="terms", subject=world.things.terms, file_name="terms.pdf", by=world.people["fire"])
    take(world.other, "chair")
    record(by=world.people["fire"], verb="document taken", target=world.things.minutes, kind="export")

    response = listed()

    assert rows(response) == []
    assert CANARY not in says(response)


def test_copy_of_an_older_version_is_told_from_the_latest(world, listed):
    take(world, "fire")
    assert "there is a later one" not in says(listed())

    begin_terms_draft(terms=put(world), by=world.people["chair"])
    assert [copy.is_latest for copy in listed().context["copies"]] == [False]
    assert "there is a later one" in says(listed())


def test_who_may_see_it_finds_it_from_the_terms(world, signed_in):
    link = reverse("groups:terms_export_list", args=[world.group.public_id])
    terms = reverse("groups:terms_detail", args=[world.group.public_id])

    assert link in says(signed_in(world.people["secretary"]).get(terms))
    assert link not in says(signed_in(world.people["fire"]).get(terms))


def test_fifty_copies_are_a_page(world, listed):
    for number in range(51):
        take(world, "fire", sha256=f"{number:064}")

    assert (len(rows(listed())), listed().context["older"]) == (50, 2)
    assert len(rows(listed(page="2"))) == 1
    assert "There are no older copies than these" in says(listed(page="3"))


def test_it_asks_as_little_for_fifty_as_for_five(
    signed_in, world, django_assert_max_num_queries, django_assert_num_queries
):
    browser = signed_in(world.people["chair"])
    address = reverse("groups:terms_export_list", args=[world.group.public_id])

    def taken_by(numbers):
        for number in numbers:
            world.people[f"taker{number}"] = make_seat(world, f"taker{number}", "member", "council").user
            take(world, f"taker{number}")

    taken_by(range(5))
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        assert len(browser.get(address).context["copies"]) == 5
    taken_by(range(5, 50))
    with django_assert_num_queries(len(asked_in(few))):
        assert len(browser.get(address).context["copies"]) == 50
