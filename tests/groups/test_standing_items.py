import pytest
from django.urls import reverse

from audit.models import Entry
from groups.models import StandingItem
from groups.sensitivity import can_read
from tests.groups.pages import changes, errors_of
from tests.world import CANARY

TOO_HIGH = (
    "Marking carries {}. PAPG holds nothing above OFFICIAL-SENSITIVE, so nothing was saved. "
    "Take it out here, do not send it again, and tell your security officer"
)


def list_of(group):
    return reverse("groups:standing_item_list", args=[group.public_id])


def add_to(group):
    return reverse("groups:standing_item_add", args=[group.public_id])


def edit_of(item):
    return reverse("groups:standing_item_edit", args=[item.public_id])


def typed(world, **changed):
    return {
        "title": "Winter events",
        "purpose": "decide",
        "decision_required": "Which go on?",
        "owner": world.seats["planner"].public_id,
        "minutes": "20",
        "marking": "official",
        "audience": "everyone",
        "handling": "",
        **changed,
    }


# The list -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["chair", "secretary", "fire", "adviser", "deputy"])
def test_statutory_partners_see_the_restricted_item(signed_in, world, persona):
    page = signed_in(world.people[persona]).get(list_of(world.group)).content.decode()

    assert "Westhaven events" in page
    assert "Westhaven threat" in page
    assert CANARY not in page


@pytest.mark.parametrize(
    "persona",
    [
        "venue",
        "bid",
        "observer",
        "prevent",
        "unconfirmed",
        "not_undertaken",
        "venue_deputy_of_planner",
        "superuser_member",
        "administrator",
        "senior_owner",
    ],
)
def test_others_see_that_an_item_is_withheld_and_nothing_else(signed_in, world, persona):
    page = signed_in(world.people[persona]).get(list_of(world.group)).content.decode()

    assert "Westhaven events" in page
    assert "Item 2: withheld" in page
    assert "Westhaven threat" not in page
    assert world.things.standing_restricted.public_id not in page


@pytest.mark.parametrize("persona", ["auditor", "operator", "ended", "stranger", "sibling"])
def test_outside_there_is_no_list(signed_in, world, persona):
    assert signed_in(world.people[persona]).get(list_of(world.group)).status_code == 404


def test_marking_of_the_page_is_the_highest_that_it_shows(signed_in, world):
    def band(persona):
        return signed_in(world.people[persona]).get(list_of(world.group)).context["marking"]

    assert (band("chair"), band("venue")) == ("official_sensitive", "official")


def test_reading_the_restricted_item_is_recorded_once_a_session(signed_in, world):
    for persona in ["chair", "venue"]:
        client = signed_in(world.people[persona])
        client.get(list_of(world.group))
        client.get(list_of(world.group))

    [entry] = Entry.objects.filter(kind="reading")
    assert entry.actor == world.people["chair"].public_id
    assert entry.detail["read"] == [world.things.standing_restricted.public_id]


def test_opening_the_restricted_item_is_recorded(signed_in, world):
    client = signed_in(world.people["secretary"])

    client.get(edit_of(world.things.standing_open))
    assert not Entry.objects.filter(kind="reading").exists()
    client.get(edit_of(world.things.standing_restricted))

    [entry] = Entry.objects.filter(kind="reading")
    restricted = world.things.standing_restricted.public_id
    assert (entry.actor, entry.target, entry.detail["read"]) == (
        world.people["secretary"].public_id,
        restricted,
        [restricted],
    )


@pytest.mark.parametrize("more", [0, 30])
def test_list_takes_as_many_queries_for_many_as_for_few(signed_in, world, more, django_assert_max_num_queries):
    for number in range(more):
        StandingItem.objects.create(
            group=world.group, position=10 + number, title=f"More {number}", owner=world.seats["fire"]
        )
    client = signed_in(world.people["chair"])

    with django_assert_max_num_queries(12):
        assert client.get(list_of(world.group)).content.decode().count("More ") == more


# Adding and changing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["chair", "secretary", "administrator"])
def test_item_is_added_at_the_end(signed_in, world, persona):
    response = signed_in(world.people[persona]).post(add_to(world.group), typed(world))

    item = StandingItem.objects.get(title="Winter events")
    assert response.headers["Location"] == list_of(world.group)
    assert (item.group, item.position, item.purpose, item.decision_required, item.owner, item.minutes) == (
        world.group,
        3,
        "decide",
        "Which go on?",
        world.seats["planner"],
        20,
    )
    assert (item.marking, item.audience, item.handling) == ("official", "everyone", "")
    assert changes(by=world.people[persona]) == [("standing item added", item.public_id)]


def test_item_is_changed_and_its_place_stays(signed_in, world):
    item = world.things.standing_open

    signed_in(world.people["secretary"]).post(edit_of(item), typed(world, marking="official_sensitive"))

    item.refresh_from_db()
    assert (item.title, item.position, item.marking) == ("Winter events", 1, "official")
    assert changes(by=world.people["secretary"]) == [("standing item changed", item.public_id)]


@pytest.mark.parametrize("persona", ["deputy_chair", "planner", "adviser", "observer", "senior_owner"])
def test_nobody_else_adds_or_changes(signed_in, world, persona):
    client = signed_in(world.people[persona])

    for address in [add_to(world.group), edit_of(world.things.standing_open)]:
        assert client.get(address).status_code == 403
        assert client.post(address, typed(world)).status_code == 403
    assert not StandingItem.objects.filter(title="Winter events").exists()


def test_administrator_does_not_open_what_is_withheld_from_them(signed_in, world):
    client = signed_in(world.people["administrator"])

    response = client.get(edit_of(world.things.standing_restricted))

    assert response.status_code == 403
    assert "Westhaven threat" not in response.content.decode()
    assert client.post(edit_of(world.things.standing_restricted), typed(world)).status_code == 403
    assert client.get(edit_of(world.things.standing_open)).status_code == 200
    world.things.standing_restricted.refresh_from_db()
    assert world.things.standing_restricted.title == "Westhaven threat"


def test_item_of_another_group_does_not_exist(signed_in, world):
    client = signed_in(world.people["secretary"])

    assert client.get(edit_of(world.other.things.standing_open)).status_code == 404
    assert client.post(edit_of(world.other.things.standing_open), typed(world)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "Enter the title of the item"),
        ("title", "x" * 121, "Title must be 120 characters or fewer"),
        ("purpose", "", "Choose what the item is for"),
        ("purpose", "sing", "Choose one from the list"),
        ("decision_required", "x" * 301, "Decision required must be 300 characters or fewer"),
        ("owner", "forged", "Choose one from the list"),
        ("minutes", "", "Enter the minutes of time"),
        ("minutes", "0", "Minutes of time must be 1 or more"),
        ("minutes", "481", "Minutes of time must be 480 or less"),
        ("minutes", "ten", "Minutes of time must be a whole number, like 15"),
        ("marking", "", "Choose the marking"),
        ("marking", "secret", TOO_HIGH.format("SECRET")),
        ("marking", "TOP SECRET", TOO_HIGH.format("TOP SECRET")),
        ("marking", "restricted", "Choose one from the list"),
        ("audience", "", "Choose who may read it"),
        ("audience", "named", "Choose one from the list"),
        ("audience", "world", "Choose one from the list"),
        ("handling", "x" * 121, "Handling instruction must be 120 characters or fewer"),
    ],
)
def test_bad_input_is_told_and_kept(signed_in, world, field, value, says):
    response = signed_in(world.people["secretary"]).post(add_to(world.group), typed(world, **{field: value}))

    assert errors_of(response) == [says]
    assert response.context["form"][field].value() == value
    assert StandingItem.objects.filter(group=world.group).count() == 2


@pytest.mark.parametrize("side", ["other", "sibling"])
def test_owner_from_another_group_is_refused(signed_in, world, side):
    [seat, *_rest] = getattr(world, side).seats.values()

    response = signed_in(world.people["secretary"]).post(add_to(world.group), typed(world, owner=seat.public_id))

    assert errors_of(response) == ["Choose one from the list"]
    assert CANARY not in response.content.decode()


@pytest.mark.parametrize("owner", ["venue", "observer", "unconfirmed", "not_undertaken"])
def test_item_is_not_given_to_somebody_who_could_not_read_it(signed_in, world, owner):
    client = signed_in(world.people["secretary"])
    restricted = typed(world, owner=world.seats[owner].public_id, marking="official_sensitive", audience="statutory")

    response = client.post(add_to(world.group), restricted)

    name = world.seats[owner].name
    assert errors_of(response) == [
        f"{name} could not read this. Choose somebody else, or change its marking or who may read it"
    ]
    assert client.post(add_to(world.group), restricted | {"owner": world.seats["fire"].public_id}).status_code == 302


def test_item_may_wait_for_somebody_to_lead_it(signed_in, world):
    signed_in(world.people["secretary"]).post(add_to(world.group), typed(world, owner=""))

    assert StandingItem.objects.get(title="Winter events").owner is None


def test_item_that_names_readers_is_read_by_nobody(world):
    """Nobody can be named for it: should the database ever hold one, it opens to none, and breaks no page."""
    item = world.things.standing_open
    StandingItem.objects.filter(pk=item.pk).update(audience="named")
    item.refresh_from_db()
    assert not any(can_read(person, item) for person in world.people.values())
    assert not StandingItem.objects.visible_to(world.people["chair"]).filter(pk=item.pk).exists()
