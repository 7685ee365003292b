import pytest
from django.urls import reverse

from groups.models import PAPG, StandingItem, TermsSectionText
from groups.services import create_group
from groups.starting_texts import STANDING_ITEMS, TERMS_SECTIONS, UNDERTAKING
from tests.groups.pages import changes, errors_of


def address(authority):
    return reverse("groups:group_create", args=[authority.public_id])


def test_administrator_creates_a_group_with_all_that_it_starts_with(signed_in, world):
    administrator = world.people["administrator"]

    response = signed_in(administrator).post(address(world.authority), {"name": "Second group"})

    group = PAPG.objects.get(lead_authority=world.authority, name="Second group")
    assert response.headers["Location"] == reverse("overview:group_start", args=[group.public_id])
    [version] = group.terms.all()
    sections = version.sections.all()
    assert version.number == "0.1"
    assert [(section.key, section.title, section.text, section.edition) for section in sections] == [
        (*section, 1) for section in TERMS_SECTIONS
    ]
    kept = TermsSectionText.objects.filter(thing__version=version).order_by("thing__position")
    assert [(text.edition, text.text, text.by) for text in kept] == [
        (1, body, administrator) for _key, _title, body in TERMS_SECTIONS
    ]
    assert [(text.number, text.text) for text in group.undertakings.all()] == [(1, UNDERTAKING)]
    items = StandingItem.objects.filter(group=group)
    assert [(item.position, item.title) for item in items] == [
        (position, item["title"]) for position, item in enumerate(STANDING_ITEMS, start=1)
    ]
    assert group.rules.months_between == 3
    assert not group.memberships.exists()
    assert changes(by=administrator) == [("group created", group.public_id)]


@pytest.mark.parametrize("persona", ["chair", "secretary", "senior_owner", "auditor", "operator", "nobody", "stranger"])
def test_nobody_else_creates_a_group(signed_in, world, persona):
    client = signed_in(world.people[persona])

    assert client.get(address(world.authority)).status_code == 404
    assert client.post(address(world.authority), {"name": "Second group"}).status_code == 404
    assert not PAPG.objects.filter(name="Second group").exists()


def test_administrator_creates_no_group_for_another_authority(signed_in, world):
    client = signed_in(world.people["administrator"])

    assert client.post(address(world.other.authority), {"name": "Second group"}).status_code == 404
    assert client.post(address(world.authority), {"name": "Second group"}).status_code == 302


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "Enter the name of the group"),
        ("x" * 121, "Name must be 120 characters or fewer"),
        ("westhaven protect AND prepare group", "There is already a group of this name. Choose another name"),
    ],
)
def test_bad_name_is_told_and_kept(signed_in, world, name, says):
    before = PAPG.objects.count()

    response = signed_in(world.people["administrator"]).post(address(world.authority), {"name": name})

    assert errors_of(response) == [says]
    assert response.context["form"]["name"].value() == name
    assert b"There is a problem" in response.content
    assert PAPG.objects.count() == before


def test_same_name_in_another_authority_is_free(signed_in, world):
    response = signed_in(world.people["administrator"]).post(address(world.authority), {"name": world.other.group.name})

    assert response.status_code == 302


def test_creating_a_group_takes_few_queries(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        create_group(authority=world.authority, name="Second group", by=world.people["administrator"])
