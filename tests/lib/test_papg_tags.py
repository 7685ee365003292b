import datetime

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone


def shown(source, **context):
    return Template("{% load papg %}" + source).render(Context(context))


NOON_IN_JULY = datetime.datetime(2026, 7, 3, 11, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ it|day }}", "Friday 3 July 2026"),
        ("{{ it|short_day }}", "3 Jul"),
        ("{{ it|moment }}", "3 July 2026 at 12:05"),
        ("{{ it|clock }}", "12:05"),
        ("{{ nothing|day }}{{ nothing|moment }}{{ nothing|days_left }}", ""),
    ],
)
def test_moments_are_shown_in_london_time(source, words):
    assert shown(source, it=NOON_IN_JULY, nothing=None) == words


def test_a_moment_late_in_the_evening_belongs_to_the_day_in_london():
    assert (
        shown("{{ it|day }}", it=datetime.datetime(2026, 7, 3, 23, 30, tzinfo=datetime.UTC)) == "Saturday 4 July 2026"
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-61, "61 days late"),
        (-1, "1 day late"),
        (0, "today"),
        (1, "tomorrow"),
        (9, "in 9 days"),
        (27, "in 27 days"),
        (44, "in 6 weeks"),
    ],
)
def test_days_left(days, words):
    assert shown("{{ it|days_left }}", it=timezone.localdate() + datetime.timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("name", "letters"), [("Helen Marsh", "HM"), ("Supt Daniel Okoro", "SO"), ("Cher", "C"), ("", "")]
)
def test_initials(name, letters):
    assert shown("{{ name|initials }}", name=name) == letters


def test_markings_are_written_out():
    assert (
        shown("{% mark it %}", it="official_sensitive")
        == '<strong class="app-mark app-mark--os">OFFICIAL-SENSITIVE</strong>'
    )
    assert shown("{% mark it %}", it="official") == '<strong class="app-mark">OFFICIAL</strong>'


def test_withheld_says_kind_and_number_and_nothing_else():
    for source, words in [
        ('{% withheld "Item" 6 %}', "Item 6: withheld"),
        ('{% withheld "Update" %}', "Update withheld"),
        ("{% withheld %}", "Withheld"),
    ]:
        assert f"<span>{words}</span>" in shown(source)


def test_a_table_names_each_cell_after_its_column():
    source = """{% table "Actions" "Action" first "Due" %}{% rows_of "Late" "2" %}{% for name in names %}
      {% row gap=True %}{% head %}{{ name }}{% endhead %}{% cell %}A{% endcell %}{% cell %}B{% endcell %}{% endrow %}
    {% endfor %}{% endtable %}"""

    table = shown(source, names=["<one>", "two"], first="Who & what")

    assert table.count('data-label="Who &amp; what"') == table.count('data-label="Due"') == 2
    assert table.count('role="row" class="app-gap"') == table.count('role="rowheader" scope="row"') == 2
    assert table.count('role="columnheader"') == 3
    assert 'colspan="3"' in table
    assert "&lt;one&gt;" in table


def test_a_table_inside_a_table_keeps_its_own_columns():
    inner = (
        '{% table "In" "X" "Y" %}{% row %}{% head %}x{% endhead %}{% cell %}y{% endcell %}{% endrow %}{% endtable %}'
    )
    outer = '{% table "Out" "A" "B" "C" %}{% row %}{% head %}a{% endhead %}{% cell %}' + inner
    outer += "{% endcell %}{% cell %}c{% endcell %}{% endrow %}{% endtable %}"

    labels = [part.split('"')[0] for part in shown(outer).split('data-label="')[1:]]

    assert labels == ["B", "Y", "C"]


def test_a_part_of_a_table_that_is_not_closed_is_a_mistake_in_the_template():
    with pytest.raises(TemplateSyntaxError):
        shown('{% table "In" "X" %}{% row %}{% endtable %}')


def test_a_button_posts_what_it_was_given():
    button = shown(
        '{% post_button "Here" "/x/" small=True about=name came="yes" %}', name="Ann <b>", csrf_token="t0ken"
    )

    assert 'action="/x/"' in button
    assert '<input type="hidden" name="came" value="yes">' in button
    assert 'value="t0ken"' in button
    assert ": Ann &lt;b&gt;" in button


def test_a_section_is_named_by_its_heading():
    section = shown(
        '{% section finding id="plan" link="/p" says="Open" %}<p>x</p>{% endsection %}', finding="Plan <31>"
    )

    assert 'aria-labelledby="plan-heading"' in section
    assert "Plan &lt;31&gt;" in section
    assert "<p>x</p>" in section
