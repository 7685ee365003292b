"""Rules of a draft, versions side by side, and how much the pages of the terms ask."""

import pytest

from groups import services
from groups.models import Governance, Rules, TermsVersion
from tests.groups.pages import changes, errors_of
from tests.groups.terms import adopted, agree, fresh, page_of, put, say
from tests.world import make_seat


def rules_typed(terms, **changed):
    figures = {name: value for name, value in terms.in_figures().items() if value is not False}
    return figures | {"rules_edition": terms.rules_edition} | changed


def test_rules_are_edited_in_the_draft_and_change_the_group_not_yet(signed_in, world):
    terms = fresh(world.things.terms)
    typed = rules_typed(terms, months_between=6, default_marking="official_sensitive")
    del typed["quorum_needs_police"]

    response = signed_in(world.people["administrator"]).post(page_of("terms_rules_edit", terms), typed)

    assert response.headers["Location"] == terms.get_absolute_url()
    terms = fresh(terms)
    assert (terms.months_between, terms.quorum_needs_police, terms.rules_edition) == (6, False, 1)
    assert terms.default_marking == "official_sensitive"
    assert Rules.objects.get(group=world.group).months_between == 3
    assert changes(by=world.people["administrator"]) == [("terms rules saved", terms.public_id)]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"quorum_areas": "6"}, "The number of business areas must be 5 or less"),
        ({"months_between": "0"}, "Months between meetings must be 1 or more"),
        ({"months_between": "often"}, "Months between meetings must be a whole number, like 15"),
        ({"paper_working_days": "11"}, "Papers cannot be out before notice is given: enter fewer days"),
        ({"default_marking": "open"}, "Choose one from the list"),
        (
            {"rules_edition": "new"},
            "The form that was sent is not complete. Open the page again and send it from there",
        ),
    ],
)
def test_rules_that_cannot_be_are_told_and_kept(signed_in, world, typed, says):
    terms = fresh(world.things.terms)
    body = rules_typed(terms, **typed)

    response = signed_in(world.people["chair"]).post(page_of("terms_rules_edit", terms), body)

    assert errors_of(response) == [says]
    for name, value in typed.items():
        assert response.context["form"][name].value() == value
    assert fresh(terms).rules_edition == 0


def test_second_writer_of_the_rules_is_told_and_loses_nothing(signed_in, world):
    terms = fresh(world.things.terms)
    address = page_of("terms_rules_edit", terms)
    signed_in(world.people["chair"]).post(address, rules_typed(terms, months_between=6, review_months=24))
    secretary = signed_in(world.people["secretary"])

    response = secretary.post(address, rules_typed(terms, months_between=2, review_months=24))

    assert errors_of(response) == [
        "Westhaven Chair saved “6” here meanwhile. Yours stands below, not saved: save again to keep it"
    ]
    assert fresh(terms).months_between == 6
    form = response.context["form"]
    assert str(form["months_between"].value()) == "2"
    secretary.post(
        address, rules_typed(terms, months_between=2, review_months=24, rules_edition=form["rules_edition"].value())
    )
    assert (fresh(terms).months_between, fresh(terms).rules_edition) == (2, 2)


def test_rules_sent_twice_are_saved_once(signed_in, world):
    terms = fresh(world.things.terms)
    browser, typed = signed_in(world.people["chair"]), rules_typed(terms, months_between=6)

    for _time in range(2):
        assert browser.post(page_of("terms_rules_edit", terms), typed).status_code == 302
    assert fresh(terms).rules_edition == 1


# Versions side by side ------------------------------------------------------------------------------------------------


def test_list_shows_each_version_with_its_answers(signed_in, world):
    first = adopted(world)
    draft = services.begin_terms_draft(terms=first, by=world.people["secretary"])

    page = signed_in(world.people["observer"]).get(page_of("terms_list", world.group))

    lines = [(version, len(voices.agreed), len(voices.objecting)) for version, voices in page.context["lines"]]
    assert lines == [(draft, 0, 0), (first, 3, 0)]


def test_two_versions_are_compared_word_by_word(signed_in, world):
    first = adopted(world)
    draft = services.begin_terms_draft(terms=first, by=world.people["secretary"])
    services.save_terms_section(
        section=draft.sections.get(), text="Westhaven bold aims <b>", edition=1, by=world.people["chair"]
    )
    TermsVersion.objects.filter(pk=draft.pk).update(months_between=6)

    for terms in (draft, first):
        page = signed_in(world.people["venue"]).get(page_of("terms_compare", terms))
        parts = {part.title: part for part in page.context["parts"]}
        assert (page.context["old"], page.context["new"]) == (first, draft)
        assert parts["Westhaven mission"].state == parts["Rules"].state == "Changed"
        assert parts["Members"].is_unchanged
        assert '<ins><span class="govuk-visually-hidden">added: </span>bold ' in parts["Westhaven mission"].new
        assert "&lt;b&gt;" in parts["Westhaven mission"].new
        assert ">taken out: </span>3" in parts["Rules"].old


def test_change_of_whom_the_group_answers_to_is_marked(signed_in, world):
    draft = services.begin_terms_draft(terms=adopted(world), by=world.people["secretary"])
    Governance.objects.filter(group=world.group).update(parent_body="Another board")

    page = signed_in(world.people["venue"]).get(page_of("terms_compare", draft))

    parts = {part.title: part for part in page.context["parts"]}
    assert parts["Governance"].state == "Changed"
    assert ">added: </span>Another " in parts["Governance"].new
    assert parts["Subgroups set up"].is_unchanged


def test_a_single_version_has_nothing_beside_it(signed_in, world):
    page = signed_in(world.people["venue"]).get(page_of("terms_compare", world.things.terms)).content.decode()

    assert "There is one version so far" in page


def test_version_of_another_group_is_not_compared_with(signed_in, world):
    first = adopted(world)
    draft = services.begin_terms_draft(terms=first, by=world.people["secretary"])
    address = f"{page_of('terms_compare', draft)}?with={world.other.things.terms.public_id}"

    assert signed_in(world.people["venue"]).get(address).context["other"] == first


# Which version stands under Terms -------------------------------------------------------------------------------------


def test_page_shows_what_holds_before_what_is_asked_before_the_draft(signed_in, world):
    browser, address = signed_in(world.people["venue"]), page_of("terms_detail", world.group)
    assert browser.get(address).context["terms"] == world.things.terms
    first = put(world)
    draft = services.begin_terms_draft(terms=first, by=world.people["secretary"])
    assert browser.get(address).context["terms"] == first
    agree(world, first, "chair", "planner", "adviser")
    services.adopt_terms(terms=first, by=world.people["chair"])
    second = put(world, draft)

    page = browser.get(address)
    assert page.context["terms"] == first
    assert "Version 2.0 is with the members" in page.content.decode()
    assert page.context["put"].public_id == second.public_id


QUERIES = [
    ("terms_detail", "group", 11),
    ("terms_version", "second", 10),
    ("terms_version", "third", 10),
    ("terms_answer", "second", 11),
    ("terms_adopt", "second", 9),
    ("terms_put", "third", 10),
    ("terms_list", "group", 6),
    ("terms_compare", "third", 10),
]


@pytest.mark.parametrize("seats", [5, 50])
def test_pages_ask_as_many_questions_with_5_seats_as_with_50(signed_in, world, django_assert_num_queries, seats):
    for number in range(seats):
        make_seat(world, f"more_{number}", "member", "council").areas.add(world.things.area)
    first = adopted(world)
    draft = services.begin_terms_draft(terms=first, by=world.people["secretary"])
    second = put(world, draft)
    third = services.begin_terms_draft(terms=first, by=world.people["secretary"])
    for number in range(seats):
        objection = say(world, second, f"more_{number}", agrees=False, reason="No")
        services.answer_objection(objection=objection, text="Noted", by=world.people["chair"])
    browser = signed_in(world.people["chair"])

    for name, thing, queries in QUERIES:
        address = page_of(name, {"first": first, "second": second, "third": third, "group": world.group}[thing])
        browser.get(address)
        with django_assert_num_queries(queries):
            browser.get(address)
