"""The form pack, seen as a page: what it answers to bad input, and that its HTML holds together."""

import datetime
import re
from html import escape
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from lib.forms import (
    AgreeField,
    ChoiceField,
    DateField,
    EmailField,
    GovForm,
    LineField,
    ManyChoiceField,
    MomentField,
    PasswordField,
    PublicIdChoiceField,
    PublicIdManyChoiceField,
    TextField,
    TickField,
    TimeField,
    WebAddressField,
    WholeNumberField,
)
from tests.lib.typed import typed_date, typed_moment

LONDON = ZoneInfo("Europe/London")
PAGE = Template(
    '{% extends "base.html" %}{% load crispy_forms_tags %}{% block content %}{% crispy form %}{% endblock %}'
)


class EveryFieldForm(GovForm):
    submit = "Schedule the meeting"

    title = LineField(label="Title", missing="Enter a title", max_length=20)
    starts_at = MomentField(label="Start", missing="Enter when it starts")
    due_on = DateField(label="Due date", missing="Enter the due date", help_text="For example, 27 3 2027")
    at = TimeField(label="Time", missing="Enter a time")
    purpose = ChoiceField(
        label="Purpose",
        missing="Choose the purpose",
        radios=True,
        choices=[("note", "Note"), ("decide", "Decide <i>now</i>")],
        hints={"decide": "The minutes will show why"},
    )
    marking = ChoiceField(label="Marking", missing="Choose a marking", choices=[("o", "OFFICIAL")])
    areas = ManyChoiceField(label="Areas", missing="Choose an area", choices=[("p", "Planning"), ("l", "Licensing")])
    minutes = WholeNumberField(label="Minutes", missing="Enter how many minutes", min_value=1, max_value=240)
    email = EmailField(label="E-mail address", missing="Enter an e-mail address")
    link = WebAddressField(label="Joining link", required=False)
    text = TextField(label="<script>alert(1)</script>", missing="Enter what was said", max_length=60)
    password = PasswordField(label="Password", missing="Enter your password")
    agree = AgreeField(label="I have read it", missing="Confirm that you have read it")
    empowered = TickField(label="May decide")


def one_field(field):
    return type("OneFieldForm", (GovForm,), {"answer": field})


def answer_to(field, **typed):
    """What a form of this one field cleans to, or the list of its messages."""
    form = one_field(field)(
        MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in typed.items()})
    )
    return form.cleaned_data["answer"] if form.is_valid() else form.errors["answer"]


def page_with(form):
    return PAGE.render(Context({"form": form, "user": None}))


def test_nothing_entered_is_answered_with_what_to_do():
    form = EveryFieldForm({})

    assert {name: messages[0] for name, messages in form.errors.items()} == {
        "title": "Enter a title",
        "starts_at": "Enter when it starts",
        "due_on": "Enter the due date",
        "at": "Enter a time",
        "purpose": "Choose the purpose",
        "marking": "Choose a marking",
        "areas": "Choose an area",
        "minutes": "Enter how many minutes",
        "email": "Enter an e-mail address",
        "text": "Enter what was said",
        "password": "Enter your password",
        "agree": "Confirm that you have read it",
    }


def test_each_line_of_the_error_summary_leads_to_something_on_the_page():
    page = page_with(EveryFieldForm({"due_on_day": "3"}))
    summary = page[
        page.index("govuk-error-summary__list") : page.index("</ul>", page.index("govuk-error-summary__list"))
    ]

    targets = re.findall(r'href="#([^"]+)"', summary)

    assert len(targets) == 12
    assert [target for target in targets if page.count(f'id="{target}"') != 1] == []
    assert {"id_purpose_0", "id_areas_0", "id_due_on_1"} <= set(targets)


def test_everything_that_describes_an_input_is_on_the_page():
    for form in [EveryFieldForm(), EveryFieldForm({})]:
        page = page_with(form)
        named = {one for ids in re.findall(r'aria-describedby="([^"]+)"', page) for one in ids.split()}
        labelled = set(re.findall(r'for="([^"]+)"', page))
        assert {one for one in named | labelled if page.count(f'id="{one}"') != 1} == set()


def test_the_title_says_that_there_is_an_error():
    assert "<title>Error: " in page_with(EveryFieldForm({}))
    assert "<title>Error: " not in page_with(EveryFieldForm())


def test_labels_and_choices_are_escaped():
    page = page_with(EveryFieldForm({}))

    assert "<script>alert" not in page
    assert escape("<script>alert(1)</script>") in page
    assert "Decide &lt;i&gt;now&lt;/i&gt;" in page


def test_what_was_typed_is_still_there_after_an_error():
    typed = {
        "title": 'A "title" <b>',
        "due_on_day": "31",
        "due_on_month": "2",
        "due_on_year": "2027",
        "purpose": "decide",
    }

    page = page_with(EveryFieldForm(typed))

    assert 'value="A &#34;title&#34; &lt;b&gt;"' in page
    assert [f'value="{part}"' in page for part in ("31", "2", "2027")] == [True, True, True]
    assert re.search(r'id="id_purpose_1"[^>]* checked', page)


def test_a_password_is_never_written_back():
    assert "correct horse" not in page_with(EveryFieldForm({"password": "correct horse"}))


def test_an_error_of_the_whole_form_is_in_the_summary_and_beside_the_form():
    class PairForm(GovForm):
        hidden = forms.IntegerField(widget=forms.HiddenInput)

        def clean(self):
            raise forms.ValidationError("Choose two different people")

    page = page_with(PairForm({"hidden": "x"}))

    assert page.count("Choose two different people") == 2
    assert page.count('id="id_form_error"') == 1
    assert page.count("Enter a whole number") == 2


def test_several_forms_on_a_page_share_one_summary():
    first = one_field(LineField(label="A", missing="Enter A"))({}, prefix="a")
    second = one_field(LineField(label="B", missing="Enter B"))(prefix="b")

    page = Template('{% extends "base.html" %}').render(Context({"forms": [first, second], "user": None}))

    assert 'href="#id_a-answer"' in page
    assert 'href="#id_b-answer"' not in page


def test_a_required_field_without_its_sentence_is_refused():
    with pytest.raises(TypeError, match="Title"):
        LineField(label="Title")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("27", "3", "2027"), datetime.date(2027, 3, 27)),
        ((" 27 ", "03", "2027"), datetime.date(2027, 3, 27)),
        (("1", "Mar", "2027"), datetime.date(2027, 3, 1)),
        (("1", "september", "2027"), datetime.date(2027, 9, 1)),
        (("31", "2", "2027"), ["Due date must be a real date, like 27 3 2027"]),
        (("29", "2", "2027"), ["Due date must be a real date, like 27 3 2027"]),
        (("0", "0", "2027"), ["Due date must be a real date, like 27 3 2027"]),
        (("1", "ma", "2027"), ["Due date must be a real date, like 27 3 2027"]),
        (("１", "3", "2027"), ["Due date must be a real date, like 27 3 2027"]),
        (("1" * 5000, "3", "2027"), ["Due date must be a real date, like 27 3 2027"]),
        (("27", "3", "27"), ["Due date must have a year of 4 figures, like 2027"]),
        (("27", "3", "9999"), ["Due date must have a year of 4 figures, like 2027"]),
        (("27", "", "2027"), ["Due date must include a day, month and year"]),
        (("\x00", "3", "2027"), ["Due date has a character in it that cannot be kept; type it again"]),
        (("", "", ""), ["Enter the due date"]),
    ],
)
def test_dates(typed, answer):
    field = DateField(label="Due date", missing="Enter the due date")
    day, month, year = typed

    assert answer_to(field, answer_day=day, answer_month=month, answer_year=year) == answer


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("10:30", datetime.time(10, 30)),
        ("9.30am", datetime.time(9, 30)),
        ("0930", datetime.time(9, 30)),
        ("2pm", datetime.time(14)),
        ("12 am", datetime.time(0)),
        ("12:15 PM", datetime.time(12, 15)),
        ("9", ["Start must be a time, like 10:30"]),
        ("25:00", ["Start must be a time, like 10:30"]),
        ("13pm", ["Start must be a time, like 10:30"]),
        ("soon", ["Start must be a time, like 10:30"]),
    ],
)
def test_times(typed, answer):
    assert answer_to(TimeField(label="Start", missing="Enter the start"), answer=typed) == answer


def test_a_moment_is_read_by_the_clocks_of_london():
    field = MomentField(label="Start", missing="Enter the start")
    summer = datetime.datetime(2027, 7, 1, 10, 30, tzinfo=LONDON)

    assert answer_to(field, **typed_moment("answer", summer)) == datetime.datetime(
        2027, 7, 1, 9, 30, tzinfo=datetime.UTC
    )


def test_a_moment_that_the_clocks_skip_or_repeat_is_refused():
    field = MomentField(label="Start", missing="Enter the start")
    words = ["The clocks change at that moment, so it comes twice or never; choose another time"]

    assert answer_to(field, **typed_date("answer", datetime.date(2027, 3, 28)), answer_time="01:30") == words
    assert answer_to(field, **typed_date("answer", datetime.date(2027, 10, 31)), answer_time="01:30") == words


def test_a_moment_without_its_time_asks_for_the_time():
    field = MomentField(label="Start", missing="Enter the start")

    assert answer_to(field, **typed_date("answer", datetime.date(2027, 3, 1))) == ["Start must have a time, like 10:30"]


def test_dates_are_shown_as_they_are_typed():
    moment = datetime.datetime(2027, 7, 1, 9, 30, tzinfo=datetime.UTC)
    page = page_with(
        EveryFieldForm(initial={"due_on": datetime.date(2027, 3, 1), "starts_at": moment, "at": datetime.time(9, 5)})
    )

    values = dict(re.findall(r'name="((?:due_on|starts_at|at)\w*)"[^>]* value="([^"]*)"', page))

    assert values == {
        "due_on_day": "1",
        "due_on_month": "3",
        "due_on_year": "2027",
        "starts_at_day": "1",
        "starts_at_month": "7",
        "starts_at_year": "2027",
        "starts_at_time": "10:30",
        "at": "09:05",
    }


def test_a_text_counts_line_ends_as_the_page_does():
    field = TextField(label="Text", missing="Enter it", max_length=3)

    assert answer_to(field, answer="a\r\nb") == "a\nb"
    assert answer_to(field, answer="abcd") == ["Text must be 3 characters or fewer"]


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        (LineField(label="100% {x}", missing="m", max_length=2), "abc", ["100% {x} must be 2 characters or fewer"]),
        (
            LineField(label="Name", missing="m"),
            "a\x00b",
            ["Name has a character in it that cannot be kept; type it again"],
        ),
        (WholeNumberField(label="Minutes", missing="m", max_value=240), "241", ["Minutes must be 240 or less"]),
        (WholeNumberField(label="Minutes", missing="m", min_value=5), "4", ["Minutes must be 5 or more"]),
        (WholeNumberField(label="Minutes", missing="m"), "ten", ["Minutes must be a whole number, like 15"]),
        (WholeNumberField(label="Minutes", missing="m"), "9" * 5000, ["Minutes must be a whole number, like 15"]),
        (EmailField(label="E-mail", missing="m"), "sam", ["E-mail must be an e-mail address, like name@example.com"]),
        (ChoiceField(label="Kind", missing="m", choices=[("a", "A")]), "z", ["Choose one from the list"]),
        (ChoiceField(label="Kind", missing="m", choices=[("a", "A")]), "\x00", ["Choose one from the list"]),
        (ManyChoiceField(label="Kinds", missing="m", choices=[("a", "A")]), ["a", "z"], ["Choose one from the list"]),
        (WebAddressField(label="Link", missing="m"), "teams.example/x", "https://teams.example/x"),
    ],
)
def test_other_answers(field, typed, answer):
    assert answer_to(field, answer=typed) == answer


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.com", "data:text/html,x", "https://"])
def test_only_web_addresses_are_links(address):
    field = WebAddressField(label="Link", missing="m")

    assert answer_to(field, answer=address) == ["Link must be a full web address, like https://example.com/meeting"]


@pytest.mark.django_db
@pytest.mark.parametrize("forged", ["1", "nosuchthing", "\x00", "x" * 5000])
def test_a_choice_is_known_by_its_public_id_alone(forged):
    person = User.objects.create_user("a@westhaven.example", name="Ann")
    people = User.objects.filter(pk=person.pk)

    def one():
        return PublicIdChoiceField(label="Who", missing="m", queryset=people)

    def many():
        return PublicIdManyChoiceField(label="Who", missing="m", queryset=people)

    assert answer_to(one(), answer=person.public_id) == person
    assert list(answer_to(many(), answer=[person.public_id])) == [person]
    assert answer_to(one(), answer=str(person.pk)) == ["Choose one from the list"]
    assert answer_to(one(), answer=forged) == ["Choose one from the list"]
    assert answer_to(many(), answer=[person.public_id, forged]) == ["Choose one from the list"]


@pytest.mark.django_db
def test_options_carry_public_ids_and_chosen_words():
    person = User.objects.create_user("a@westhaven.example", name="Ann")
    field = PublicIdChoiceField(
        label="Who", missing="m", queryset=User.objects.all(), radios=True, label_of=lambda user: f"{user.name}, chair"
    )

    page = page_with(one_field(field)(initial={"answer": person}))

    assert re.search(rf'value="{person.public_id}" checked', page)
    assert "Ann, chair" in page
    assert f'value="{person.pk}"' not in page


def test_a_field_of_django_itself_is_shown_too():
    class PlainForm(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Code"}))
        on = forms.DateField(widget=forms.DateInput)

    page = page_with(
        type("Plain", (GovForm,), {"code": PlainForm.base_fields["code"], "on": PlainForm.base_fields["on"]})()
    )

    assert page.count('class="govuk-input"') == 2
    assert "placeholder" not in page


def test_the_browser_cuts_nothing_off_what_is_pasted():
    assert "maxlength=" not in page_with(EveryFieldForm()).replace("data-maxlength=", "")


class Alike(GovForm):
    why = LineField(label="Why", missing="Enter why")
    form_tag = False


def test_form_that_is_the_same_for_everybody_is_made_once_while_it_is_blank():
    shown = Template("{% load govuk crispy_forms_tags %}{% blank_or_typed form %}|{% crispy form %}")
    blank, typed = Alike(prefix="one"), Alike({"two-why": "Too <b>late</b>"}, prefix="two")
    for form, says in [(blank, "id_one-why"), (typed, "Too &lt;b&gt;late"), (Alike(prefix="one"), "id_one-why")]:
        once, anew = shown.render(Context({"form": form})).split("|")
        assert once == anew
        assert says in once
