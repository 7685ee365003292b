"""Annexes of the terms of reference, through HTTP and the services."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Entry, Kind
from groups.models import Audience, Marking, TermsAnnex
from groups.services import add_annex, withdraw_annex
from groups.terms_document import content_of
from tests.groups.pages import changes, errors_of
from tests.world import CANARY

OPEN = {"marking": Marking.OFFICIAL, "audience": Audience.EVERYONE, "handling": ""}
RESTRICTED = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.STATUTORY, "handling": "Do not copy"}


def url(name, thing):
    return reverse(f"groups:{name}", args=[thing.public_id])


def make(side, word="Control room", by="chair", **fields):
    said = {"title": f"{side.word} {word}", "text": f"{side.word} {word} text", **OPEN, **fields}
    return add_annex(group=side.group, by=side.people[by], **said)


def text_of(response):
    return " ".join(response.content.decode().split())


# On the page of the terms ---------------------------------------------------------------------------------------------


def test_withheld_annex_is_its_letter_in_its_place_and_nothing_else(signed_in, world):
    make(world, "first")
    make(world, "hidden", **RESTRICTED)
    make(world, "third")
    make(world.other, "elsewhere")

    page = text_of(signed_in(world.people["venue"]).get(url("terms_detail", world.group)))

    places = [page.index(words) for words in ["Annex A: Westhaven first", "Annex B: withheld", "Annex C: Westhaven th"]]
    assert places == sorted(places)
    assert "Westhaven hidden" not in page
    assert "OFFICIAL-SENSITIVE" not in page
    assert CANARY not in page


def test_title_of_a_sensitive_annex_marks_the_page_and_is_a_reading(signed_in, world):
    annex = make(world, "hidden", **RESTRICTED)

    page = text_of(signed_in(world.people["fire"]).get(url("terms_detail", world.group)))

    assert "Annex A: Westhaven hidden" in page
    assert "Opening this page is recorded" in page
    assert Entry.objects.get(kind=Kind.READING).detail["read"] == [annex.public_id]


def test_terms_without_annexes_say_what_annexes_are_for(signed_in, world):
    page = text_of(signed_in(world.people["venue"]).get(url("terms_detail", world.group)))

    assert "what is more sensitive goes into an annex" in page
    assert "Add an annex" not in page


def test_page_asks_as_often_for_many_annexes(signed_in, world, django_assert_max_num_queries):
    client = signed_in(world.people["chair"])
    for number in range(30):  # past Z
        make(world, f"matter {number}", **(RESTRICTED if number % 2 else OPEN))
    client.get(url("terms_detail", world.group))  # the reading is recorded now

    with django_assert_max_num_queries(12):
        page = text_of(client.get(url("terms_detail", world.group)))
    assert "Annex AD: Westhaven matter 29" in page


# Letters --------------------------------------------------------------------------------------------------------------


def test_letter_is_given_once_and_a_withdrawn_annex_keeps_it(world):
    make(world)
    withdraw_annex(annex=make(world), by=world.people["chair"])

    assert make(world).letter == "C"
    assert make(world.other).letter == "A"
    assert content_of(world.things.terms)["annexes"] == ["A", "C"]


def test_database_neither_deletes_an_annex_nor_gives_it_another_letter(world):
    annex = make(world)
    gone = TermsAnnex.objects.filter(pk=annex.pk)
    for wrong in [
        lambda: gone._raw_delete("default"),
        lambda: TermsAnnex.objects.update(letter="Z"),
        annex.texts.all().delete,
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()

    assert TermsAnnex.objects.get().letter == "A"


# Adding, editing, withdrawing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["chair", "secretary", "administrator"])
def test_who_edits_the_terms_adds_an_annex(signed_in, world, persona):
    sent = {"title": "Contacts", "text": "Whom to call", **OPEN}

    response = signed_in(world.people[persona]).post(url("annex_add", world.group), sent, follow=True)

    annex = TermsAnnex.objects.get()
    assert response.redirect_chain == [(url("annex_detail", annex), 302)]
    assert "Annex A added" in text_of(response)
    assert list(annex.texts.values_list("edition", "text", "by")) == [(1, "Whom to call", world.people[persona].pk)]
    assert changes(by=world.people[persona]) == [("annex added", annex.public_id)]


@pytest.mark.parametrize("limits", [RESTRICTED, OPEN | {"marking": Marking.OFFICIAL_SENSITIVE}])
def test_an_office_cannot_put_an_annex_where_it_could_not_keep_it(signed_in, world, limits):
    sent = {"title": "Contacts", "text": "Whom to call", **limits}

    page = signed_in(world.people["administrator"]).post(url("annex_add", world.group), sent)

    assert "You could not keep this annex yourself then" in errors_of(page)[0]
    assert page.context["form"]["text"].value() == "Whom to call"
    assert not TermsAnnex.objects.exists()


def test_right_to_edit_and_right_to_read_come_from_one_hat(signed_in, world):
    """The administrator who also sits for the fire service reads it by the seat, and edits it by neither."""
    annex = make(world, **RESTRICTED)
    world.authority.offices.create(user=world.people["fire"], role="administrator", granted_by=world.people["grantor"])
    client = signed_in(world.people["fire"])

    assert client.get(url("annex_detail", annex)).status_code == 200
    assert client.get(url("annex_edit", annex)).status_code == 403
    sent = {"title": "Mine", "text": "Mine", **RESTRICTED}
    assert "could not keep this annex" in errors_of(client.post(url("annex_add", world.group), sent))[0]


def test_administrator_meets_the_withheld_page(signed_in, world):
    annex = make(world, "hidden", **RESTRICTED)
    client = signed_in(world.people["administrator"])

    for name in ["annex_detail", "annex_edit", "annex_withdraw"]:
        response = client.get(url(name, annex))
        assert (response.status_code, response.templates[0].name) == (403, "withheld.html")
        assert "Westhaven hidden" not in text_of(response)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"marking": "secret"}, "marking"),
        ({"audience": "named"}, "audience"),
    ],
)
def test_bad_input_is_told_and_kept(signed_in, world, typed, wrong):
    sent = {"title": "Contacts", "text": "Whom to call", **OPEN} | typed

    response = signed_in(world.people["chair"]).post(url("annex_add", world.group), sent)

    assert list(response.context["form"].errors) == [wrong]
    assert response.context["form"]["title"].value() == sent["title"]
    assert not TermsAnnex.objects.exists()


def test_second_writer_sees_both_texts_and_nothing_is_lost(signed_in, world):
    annex = make(world)
    sent = {"title": annex.title, "edition": 1}
    signed_in(world.people["chair"]).post(url("annex_edit", annex), {**sent, "text": "The chair’s words"})

    secretary = signed_in(world.people["secretary"])
    mine = {**sent, "text": "The secretary’s words", "title": "Another title"}
    response = secretary.post(url("annex_edit", annex), mine)

    for said in ["Westhaven Chair saved this", "The chair’s words", "The secretary’s words"]:
        assert said in text_of(response)
    annex.refresh_from_db()
    assert (annex.text, annex.title, annex.edition) == ("The chair’s words", "Westhaven Control room", 2)

    edition = response.context["form"]["edition"].value()
    secretary.post(url("annex_edit", annex), {**mine, "edition": edition, "choice": "mine"})
    annex.refresh_from_db()
    assert (annex.text, annex.title) == ("The secretary’s words", "Another title")
    assert list(annex.texts.order_by("edition").values_list("edition", flat=True)) == [1, 2, 3]


def test_form_sent_twice_is_no_conflict(signed_in, world):
    annex, client = make(world), signed_in(world.people["secretary"])
    sent = {"title": "New title", "text": "New words", "edition": 1}

    assert client.post(url("annex_edit", annex), sent).status_code == 302
    assert client.post(url("annex_edit", annex), sent).status_code == 302
    assert annex.texts.count() == 2


def test_words_are_edited_and_who_may_read_it_stays(signed_in, world):
    annex = make(world, **RESTRICTED)
    signed_in(world.people["secretary"]).post(
        url("annex_edit", annex), {"title": "New title", "text": "New words", "edition": 1, **OPEN}
    )

    annex.refresh_from_db()
    assert (annex.title, annex.text, annex.edition) == ("New title", "New words", 2)
    assert (annex.marking, annex.audience, annex.handling) == tuple(RESTRICTED.values())


def test_who_may_read_it_is_set_on_the_page_for_that(signed_in, world):
    annex, client = make(world), signed_in(world.people["chair"])
    page = text_of(client.get(url("annex_readers", annex)))
    assert "Annex A" in page

    assert client.post(url("annex_readers", annex), RESTRICTED).status_code == 302
    annex.refresh_from_db()
    assert (annex.audience, annex.marking) == (Audience.STATUTORY, Marking.OFFICIAL_SENSITIVE)
    assert signed_in(world.people["venue"]).get(url("annex_detail", annex)).status_code == 403

    named = {**RESTRICTED, "audience": "named", "readers": [world.seats["fire"].public_id], "reason": "Their case"}
    client.post(url("annex_readers", annex), named)
    assert signed_in(world.people["fire"]).get(url("annex_detail", annex)).status_code == 200
    assert signed_in(world.people["adviser"]).get(url("annex_detail", annex)).status_code == 403


def test_withdrawn_annex_is_read_on_and_changes_no_more(signed_in, world):
    annex, client = make(world), signed_in(world.people["secretary"])

    response = client.post(url("annex_withdraw", annex), follow=True)

    assert "Annex A is withdrawn" in text_of(response)
    assert "Edit the annex" not in text_of(response)
    assert changes(by=world.people["secretary"]) == [("annex withdrawn", annex.public_id)]
    page = signed_in(world.people["venue"]).get(url("annex_detail", annex))
    assert "Westhaven Control room text" in text_of(page)

    sent = {"title": "Late", "text": "Late", "edition": 1}
    assert errors_of(client.post(url("annex_edit", annex), sent)) == [
        "This annex has been withdrawn: it stays as it is"
    ]
    assert errors_of(client.post(url("annex_withdraw", annex))) == ["This annex has been withdrawn: it stays as it is"]
    annex.refresh_from_db()
    assert annex.title == "Westhaven Control room"


# In the document of the terms -----------------------------------------------------------------------------------------


def test_document_of_the_terms_has_letters_and_no_titles(world):
    make(world, "hidden", **RESTRICTED)
    content = content_of(world.things.terms)

    assert content["annexes"] == ["A"]
    assert "hidden" not in str(content)
    assert "sensitive" not in str(content["annexes"]).lower()
