"""The three questions that every room asks: marking, audience, handling."""

import pytest

from groups.models import Audience, Marking, StandingItem
from groups.sensitive_forms import SensitiveFormMixin
from lib.forms import GovForm, LineField


class NoteForm(SensitiveFormMixin, GovForm):
    title = LineField(label="Title", missing="Enter the title")


def errors(*, within, marking, audience):
    form = NoteForm({"title": "x", "marking": marking, "audience": audience, "handling": ""}, within=within)
    return {field: [str(message) for message in messages] for field, messages in form.errors.items()}


def item(marking, audience):
    return StandingItem(marking=marking, audience=audience)


def test_the_three_stand_after_the_form_s_own_questions():
    assert [field.name for field in NoteForm().visible_fields()] == ["title", "marking", "audience", "handling"]


def test_thing_starts_as_what_it_belongs_to():
    form = NoteForm(within=item(Marking.OFFICIAL_SENSITIVE, Audience.STATUTORY))

    assert (form["marking"].value(), form["audience"].value()) == ("official_sensitive", "statutory")


@pytest.mark.parametrize(
    ("within", "audience", "refused"),
    [
        ("everyone", "everyone", False),
        ("everyone", "authority", False),
        ("statutory", "everyone", True),
        ("statutory", "statutory", False),
        ("authority", "statutory", True),
        ("authority", "authority", False),
    ],
)
def test_part_is_never_for_more_people_than_what_it_belongs_to(within, audience, refused):
    found = errors(within=item("official", within), marking="official", audience=audience)

    words = Audience(within).label
    expected = {"audience": [f"This cannot be for more people than what it belongs to: {words}"]} if refused else {}
    assert found == expected


@pytest.mark.parametrize(
    ("within", "marking", "refused"),
    [
        ("official", "official", False),
        ("official", "official_sensitive", False),
        ("official_sensitive", "official", True),
        ("official_sensitive", "official_sensitive", False),
    ],
)
def test_part_is_never_marked_lower_than_what_it_belongs_to(within, marking, refused):
    found = errors(within=item(within, "everyone"), marking=marking, audience="everyone")

    words = "What it belongs to is OFFICIAL-SENSITIVE, so this must be too"
    assert found == ({"marking": [words]} if refused else {})


def test_both_at_once_are_told_at_once():
    found = errors(within=item("official_sensitive", "statutory"), marking="official", audience="everyone")

    assert set(found) == {"marking", "audience"}


def test_choices_that_would_be_refused_are_not_offered():
    narrow = NoteForm(within=item(Marking.OFFICIAL_SENSITIVE, Audience.STATUTORY))
    free = NoteForm()

    def offered(form, name):
        return [choice.data["value"] for choice in form[name]]

    assert offered(narrow, "marking") == ["official_sensitive"]
    assert offered(narrow, "audience") == ["statutory", "authority"]
    assert offered(free, "marking") == ["official", "official_sensitive"]
    assert offered(free, "audience") == ["everyone", "statutory", "authority"]
