"""The pages' own parts, so that no page writes their markup by hand; and dates as people say them."""

from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import ordinal
from django.template.base import Node, token_kwargs
from django.template.loader import render_to_string
from django.utils import dateformat, timezone
from django.utils.html import format_html

from lib.markdown import html_of, lead_of

register = template.Library()

OFFICIAL = "OFFICIAL"
OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"

# Markings and states --------------------------------------------------------------------------------------------------


def words_of(marking):
    """The marking as it is written, from its stored value or its words."""
    return OFFICIAL_SENSITIVE if "sensitive" in str(marking).lower() else OFFICIAL


@register.inclusion_tag("includes/marking_band.html")
def marking_band(marking, says=""):
    """The band of a page or of a part of it; `says` is what stands beside the marking."""
    return {"words": words_of(marking), "sensitive": words_of(marking) == OFFICIAL_SENSITIVE, "says": says}


@register.simple_tag
def mark(marking):
    sensitive = " app-mark--os" if words_of(marking) == OFFICIAL_SENSITIVE else ""
    return format_html('<strong class="app-mark{}">{}</strong>', sensitive, words_of(marking))


@register.simple_tag
def tag(words, state="none"):
    """A state in a word, a shape and a colour: ink (in order), open (not yet), green, amber, red, or none."""
    return format_html('<span class="app-tag app-tag--{}">{}</span>', state, words)


@register.simple_tag
def icon(name):
    """A shape beside a word that says the same: ok, gap or lock."""
    return format_html(
        '<svg class="app-icon" aria-hidden="true" focusable="false"><use href="#icon-{}"></use></svg>', name
    )


@register.inclusion_tag("includes/withheld_row.html")
def withheld(kind="", number=""):
    """That something is withheld: its kind and number, and nothing else of it."""
    return {"kind": kind, "number": number}


@register.inclusion_tag("includes/post_button.html", takes_context=True)
def post_button(context, says, action, kind="", small=False, about="", **hidden):
    """A form that is one button. `about` is read out after its words; what else is given is posted along."""
    return {
        "csrf_token": context.get("csrf_token"),
        "says": says,
        "action": action,
        "kind": kind,
        "small": small,
        "about": about,
        "hidden": hidden,
    }


@register.simple_block_tag
def section(content, heading, id=None, link="", says="", level="m"):
    """A part of a page under its finding, with at most one link at the right."""
    context = {"content": content, "heading": heading, "id": id, "link": link, "says": says, "level": level}
    return render_to_string("includes/section.html", context)


# Tables that turn into cards on a phone -------------------------------------------------------------------------------


class PartNode(Node):
    """One element of a table; `draw(context, nodelist, …)` makes its HTML."""

    def __init__(self, draw, args, kwargs, nodelist):
        self.draw, self.args, self.kwargs, self.nodelist = draw, args, kwargs, nodelist

    def render(self, context):
        args = [value.resolve(context) for value in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        return self.draw(context, self.nodelist, *args, **kwargs)


def part(name):
    """Registers a function as the block tag {% name … %}…{% endname %}."""

    def register_it(draw):
        @register.tag(name)
        def compile_part(parser, token):
            args, kwargs = [], {}
            for bit in token.split_contents()[1:]:
                if named := token_kwargs([bit], parser):
                    kwargs.update(named)
                else:
                    args.append(parser.compile_filter(bit))
            nodelist = parser.parse([f"end{name}"])
            parser.delete_first_token()
            return PartNode(draw, args, kwargs, nodelist)

        return draw

    return register_it


@part("table")
def draw_table(context, nodelist, caption, *columns):
    with context.push(table_columns=columns):
        rows = nodelist.render(context)
    return render_to_string("includes/table.html", {"caption": caption, "columns": columns, "rows": rows})


@part("row")
def draw_row(context, nodelist, gap=False, id=None):
    with context.push(table_labels=iter(context["table_columns"])):
        cells = nodelist.render(context)
    row_id = format_html(' id="{}"', id) if id else ""
    return format_html('<tr role="row" class="{}"{}>{}</tr>', "app-gap" if gap else "", row_id, cells)


@part("head")
def draw_head(context, nodelist):
    next(context["table_labels"])
    return format_html('<th role="rowheader" scope="row">{}</th>', nodelist.render(context))


@part("cell")
def draw_cell(context, nodelist):
    label = next(context["table_labels"])
    inner = nodelist.render(context)
    return format_html('<td role="cell" data-label="{}"><div class="app-cell">{}</div></td>', label, inner)


@register.simple_tag(takes_context=True)
def rows_of(context, heading, hint=""):
    """A heading across the table, over the rows that follow."""
    return format_html(
        '<tr role="row" class="app-table__group"><th role="rowheader" scope="rowgroup" colspan="{}">{}{}</th></tr>',
        len(context["table_columns"]),
        heading,
        format_html("<small>{}</small>", hint) if hint else "",
    )


# Dates, as people in London say them ----------------------------------------------------------------------------------


def in_london(value):
    return timezone.localtime(value) if isinstance(value, datetime) else value


def spoken(pattern):
    """A filter that writes a date or moment by one of Django's patterns; nothing for nothing."""

    def write(value):
        return dateformat.format(in_london(value), pattern) if value else ""

    return write


long_day = spoken("j F Y")
register.filter("day", spoken("l j F Y"))
register.filter("short_day", spoken("j M"))
register.filter("moment", spoken(r"j F Y \a\t H:i"))
register.filter("clock", spoken("H:i"))
register.filter("clock_to_the_second", spoken("H:i:s"))


@register.filter
def days_left(value):
    """How far a day is from today: "in 9 days", "tomorrow", "today", "3 days late"."""
    if not value:
        return ""
    day = in_london(value).date() if isinstance(value, datetime) else value
    days = (day - timezone.localdate()).days
    words = {-1: "1 day late", 0: "today", 1: "tomorrow"}
    if days in words:
        return words[days]
    if days >= 28:
        return f"in {days // 7} weeks"
    return f"in {days} days" if days > 0 else f"{-days} days late"


# Words ----------------------------------------------------------------------------------------------------------------


@register.filter
def initials(name):
    parts = str(name).split()
    return "".join(part[0] for part in [*parts[:1], *parts[1:][-1:]]).upper()


register.filter("paragraphs_of_markdown", html_of)
register.filter("lead", lead_of)
register.filter("nth", ordinal)
