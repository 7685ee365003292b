"""Another authority takes part: asked for with a reason, agreed inside the group, taken out at once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from groups.models import PAPG, Authority, Organisation, Participation
from groups.sensitivity import could_read
from groups.services import answer_participation, ask_for_authority
from tests.audit.events import leaves
from tests.databases import asked_in
from tests.groups.pages import errors_of
from tests.world import make_seat

FOR_THE_AUTHORITY = {"marking": "official", "audience": "authority"}


@pytest.fixture
def moorland(world):
    """Another authority, one of whose people sits in the group."""
    authority = Authority.objects.create(name="Moorland Council", gss="E00000908", nation="England")
    world.organisations["moorland"] = Organisation.objects.create(
        name="Moorland Council", kind="authority", authority=authority
    )
    make_seat(world, "moorlander", "member", "moorland")
    return authority


@pytest.fixture
def wish(world, moorland):
    return ask_for_authority(
        group=world.group, authority=moorland, reason="One town centre", by=world.people["administrator"]
    )


def address(world, name):
    return reverse(f"groups:{name}", args=[world.group.public_id])


def answer(browser, wish, do):
    return browser.post(reverse("groups:participation_answer", args=[wish.public_id]), {"do": do}, follow=True)


def reads(world):
    return could_read(world.people["moorlander"], PAPG.objects.get(pk=world.group.pk), **FOR_THE_AUTHORITY)


def test_authority_takes_part_when_somebody_inside_has_agreed_and_not_before(signed_in, world, moorland):
    administrator, chair = signed_in(world.people["administrator"]), signed_in(world.people["chair"])

    with leaves("authority asked to take part"):
        asked = administrator.post(
            address(world, "authority_add"), {"authority": moorland.public_id, "reason": "One town centre"}
        )
    wish = Participation.objects.get()
    assert (asked.url, wish.state, reads(world)) == (address(world, "authority_list"), "waiting", False)

    home = chair.get(reverse("overview:home")).content.decode()
    assert "Agree or refuse: Moorland Council takes part" in home
    page = chair.get(address(world, "authority_list")).content.decode()
    assert "One town centre" in page
    with leaves("authority let take part"):
        answer(chair, wish, "agree")

    assert (list(world.group.participating.all()), reads(world)) == ([moorland], True)
    assert "leads, and 1 other takes part" in chair.get(address(world, "authority_list")).content.decode()
    assert "Agree or refuse: Moorland" not in chair.get(reverse("overview:home")).content.decode()


def test_refused_wish_changes_nothing(signed_in, world, wish):
    answer(signed_in(world.people["secretary"]), wish, "refuse")
    wish.refresh_from_db()
    assert (wish.state, world.group.participating.exists(), reads(world)) == ("refused", False, False)


def test_authority_taken_out_reads_no_more_at_once(signed_in, world, moorland):
    world.group.participating.add(moorland)
    assert reads(world)
    browser = signed_in(world.people["administrator"])
    with leaves("authority takes part no longer"):
        browser.post(address(world, "authority_remove"), {"authority": moorland.public_id})
    assert not reads(world)


@pytest.mark.parametrize("name", ["authority_add", "authority_remove"])
@pytest.mark.parametrize("who", ["chair", "secretary", "senior_owner", "planner"])
def test_nobody_but_the_administrator_asks_or_takes_out(signed_in, world, moorland, who, name):
    body = {"authority": moorland.public_id, "reason": "Because"}
    assert signed_in(world.people[who]).post(address(world, name), body).status_code == 403
    assert not Participation.objects.exists()


def test_who_asked_does_not_agree(signed_in, world, moorland):
    both = world.people["secretary_and_administrator"]
    wish = ask_for_authority(group=world.group, authority=moorland, reason="Need", by=both)

    page = answer(signed_in(both), wish, "agree")

    assert "Nobody agrees to their own wish" in page.content.decode()
    assert not world.group.participating.exists()
    with pytest.raises(IntegrityError, match="nobody_lets_in_the_authority_they_asked_for"), transaction.atomic():
        Participation.objects.filter(pk=wish.pk).update(state="agreed", answered_by=both)


def test_who_sits_for_the_authority_neither_asks_nor_agrees(signed_in, world, moorland, wish):
    make_seat(world, "moorland_secretary", "secretary", "moorland")
    page = answer(signed_in(world.people["moorland_secretary"]), wish, "agree")
    assert "You sit in the group for Moorland Council" in page.content.decode()
    assert not world.group.participating.exists()


def test_administrator_alone_agrees_to_nothing(signed_in, world, wish):
    browser = signed_in(world.people["administrator"])
    assert answer(browser, wish, "agree").status_code == 403
    assert not world.group.participating.exists()


def test_wish_is_answered_once(signed_in, world, wish):
    chair = signed_in(world.people["chair"])
    answer(chair, wish, "refuse")
    assert "answered or overtaken meanwhile" in answer(chair, wish, "agree").content.decode()
    assert not world.group.participating.exists()


def test_reason_is_asked_for_and_what_was_chosen_stays(signed_in, world, moorland):
    page = signed_in(world.people["administrator"]).post(
        address(world, "authority_add"), {"authority": moorland.public_id, "reason": ""}
    )
    assert errors_of(page) == ["Enter why it should take part: the reason is kept with the record"]
    assert f'value="{moorland.public_id}" selected' in page.content.decode()


@pytest.mark.parametrize("which", ["lead", "ended", "forged"])
def test_authority_that_cannot_take_part_is_no_choice(signed_in, world, moorland, which):
    Authority.objects.filter(pk=moorland.pk).update(ends_on="2020-01-01")
    chosen = {"lead": world.authority.public_id, "ended": moorland.public_id, "forged": "zzz"}[which]
    page = signed_in(world.people["administrator"]).post(
        address(world, "authority_add"), {"authority": chosen, "reason": "Need"}
    )
    assert errors_of(page) == ["Choose one from the list"]


def test_authority_that_ended_meanwhile_is_not_let_in(signed_in, world, moorland, wish):
    Authority.objects.filter(pk=moorland.pk).update(ends_on="2020-01-01")
    page = answer(signed_in(world.people["chair"]), wish, "agree")
    assert "Moorland Council has ended" in page.content.decode()
    assert not world.group.participating.exists()


def test_second_wish_for_the_same_authority_is_told(world, moorland, wish, signed_in):
    page = signed_in(world.people["administrator"]).post(
        address(world, "authority_add"), {"authority": moorland.public_id, "reason": "Again"}
    )
    assert errors_of(page) == ["Moorland Council waits already for somebody inside the group to agree"]


def test_attribution_stands_where_the_authorities_are_shown(signed_in, world):
    browser = signed_in(world.people["administrator"])
    for name in ["authority_list", "authority_add"]:
        assert "Contains data © mySociety, CC BY 4.0" in browser.get(address(world, name)).content.decode()


def test_page_asks_as_often_for_many_authorities(signed_in, world, django_assert_max_num_queries):
    browser = signed_in(world.people["chair"])

    def add(first, last):
        for number in range(first, last):
            one = Authority.objects.create(name=f"Council {number}", gss=f"E000010{number:02}", nation="England")
            other = Authority.objects.create(name=f"Borough {number}", gss=f"E000011{number:02}", nation="England")
            world.group.participating.add(one)
            about = {"reason": "Need", "asked_by": world.people["administrator"]}
            Participation.objects.create(group=world.group, authority=other, **about)

    add(0, 2)
    with django_assert_max_num_queries(12) as few:
        browser.get(address(world, "authority_list"))
    add(2, 30)
    with django_assert_max_num_queries(len(asked_in(few))):
        browser.get(address(world, "authority_list"))


def test_answering_needs_the_wish_of_this_group(signed_in, world, wish):
    assert answer(signed_in(world.other.people["chair"]), wish, "agree").status_code == 404
    assert not world.group.participating.exists()


def test_service_locks_so_that_an_answer_given_twice_is_refused(world, wish):
    answer_participation(participation=wish, agreed=True, by=world.people["chair"])
    with pytest.raises(Exception, match="answered or overtaken meanwhile"):
        answer_participation(participation=wish, agreed=False, by=world.people["secretary"])
