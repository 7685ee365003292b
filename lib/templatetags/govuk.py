"""What our crispy template pack (templates/govuk/) asks of a form: kinds of widget, classes, ids that exist."""

from dataclasses import dataclass
from functools import cache

from crispy_forms.utils import render_crispy_form
from django import forms, template
from django.utils.html import format_html

from lib.forms import carries_marking

register = template.Library()

KINDS = {  # the first that fits, so a subclass stands before its parent
    forms.HiddenInput: "hidden",
    forms.MultipleHiddenInput: "hidden",
    forms.CheckboxSelectMultiple: "checkboxes",
    forms.RadioSelect: "radios",
    forms.CheckboxInput: "tick",
    forms.Select: "select",
    forms.Textarea: "textarea",
    forms.FileInput: "file",
    forms.MultiWidget: "parts",
    forms.PasswordInput: "password",
}
CSS_CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "tick": "govuk-checkboxes__input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
}
PART_WIDTHS = {"day": "2", "month": "2", "year": "4", "time": "4"}


@register.filter
def kind(field):
    """Which template of govuk/widgets/ shows this field."""
    return _kind_of(type(field.field.widget))


@cache
def _kind_of(widget_class):
    return next((name for widget, name in KINDS.items() if issubclass(widget_class, widget)), "input")


@register.filter
def label_size(form):
    """The size of labels and legends; forms that are not ours (django-allauth's) get the usual one."""
    return getattr(form, "label_size", "s")


@register.filter
def counted(field):
    """The most characters a text may have, where the page should count along."""
    is_counted = kind(field) == "textarea" and getattr(field.field, "is_counted", True)
    return field.field.max_length if is_counted and field.field.max_length else None


@register.simple_tag
def control(field):
    """The field's input element with GOV.UK's classes, described by its hint, its error and its count."""
    field.field.widget.attrs.pop("placeholder", None)  # it would go as soon as one types; the label stays
    attrs = {"class": " ".join(css_classes(field))}
    ids = [field.aria_describedby, f"{field.auto_id}-info" if counted(field) else ""]
    if described_by := " ".join(filter(None, ids)):
        attrs["aria-describedby"] = described_by
    if field.form.is_bound and "data-keep" in field.field.widget.attrs:
        attrs |= unsaved(field)
    return field.as_widget(attrs=attrs)


@register.simple_tag
def blank_or_typed(form):
    """As `crispy` shows it. Of a form that is the same for everybody until they type: while blank it is made once."""
    return render_crispy_form(form) if form.is_bound else _blank(type(form), form.prefix)


@cache
def _blank(form_class, prefix):
    return render_crispy_form(form_class(prefix=prefix))


def unsaved(field):
    """What came back is not saved. Above OFFICIAL-SENSITIVE it must not stay in the browser's storage either."""
    if carries_marking(field.errors):
        return {"data-forget": field.field.widget.attrs.pop("data-keep")}
    return {"data-unsaved": True}


@register.simple_tag
def draft(form, person, thing):
    """For the element round a form within a form: what is half typed there is kept until it has been recorded."""
    state = "data-unsaved" if form.is_bound else ""
    state = "data-spill" if carries_marking(form.errors) else state
    return format_html('data-draft="{}:{}" {}', person.public_id, thing, state)


def css_classes(field):
    css_class = CSS_CLASSES.get(kind(field), "govuk-input")
    yield css_class
    if own := field.field.widget.attrs.get("class"):
        yield own
    if field.errors:
        yield f"{css_class.split()[0]}--error"
    if counted(field):
        yield "govuk-js-character-count"


@register.filter
def hint_for(field, value):
    """The line under one choice, if its field has such lines."""
    return getattr(field.field, "hints", {}).get(str(value), "")


@dataclass(frozen=True)
class Part:
    """One box of a date or a time."""

    id: str
    name: str
    label: str
    value: str
    width: str
    wrong: bool


@register.filter
def parts(field):
    """The boxes of a date. With an error, the empty boxes are wrong; where none or all are empty, every one is."""
    boxes = field.subwidgets[0].data["subwidgets"]
    empty = [not (box["value"] or "").strip() for box in boxes]
    some_empty = any(empty) and not all(empty)
    return [
        Part(
            id=box["attrs"]["id"],
            name=box["name"],
            label=label.capitalize(),
            value=box["value"] or "",
            width=PART_WIDTHS[label],
            wrong=bool(field.errors) and (is_empty or not some_empty),
        )
        for label, box, is_empty in zip(field.field.widget.parts, boxes, empty, strict=True)
    ]


# Error summary --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PageError:
    target: str  # an id that is on the page
    message: str


@register.simple_tag(takes_context=True)
def page_errors(context):
    """What is wrong on this page, in order: from `form`, and from each of `forms`."""
    return [error for form in forms_of(context) for error in errors_of(form)]


@register.simple_tag(takes_context=True)
def page_was_marked(context):
    """Whether something above OFFICIAL-SENSITIVE was typed on this page."""
    return any(carries_marking(form.errors) for form in forms_of(context))


def forms_of(context):
    candidates = [context.get("form"), *(context.get("forms") or [])]
    return [form for form in candidates if getattr(form, "is_bound", False)]


def errors_of(form):
    of_fields = [
        PageError(target=first_id(field), message=message)
        for field in form.visible_fields()
        for message in field.errors
    ]
    return [PageError(target=f"{id_of(form)}_error", message=message) for message in whole_errors(form)] + of_fields


@register.filter
def whole_errors(form):
    """What is wrong with the form as a whole, or with something on it that nobody can see."""
    return [*form.non_field_errors(), *(message for field in form.hidden_fields() for message in field.errors)]


@register.filter
def id_of(form):
    """The beginning of the ids of what belongs to the whole form."""
    return f"id_{form.prefix or 'form'}"


@register.filter
def first_id(field):
    """The id that the error summary leads to: the input itself, the first choice, the first wrong box."""
    if kind(field) == "parts":
        return next((part.id for part in parts(field) if part.wrong), parts(field)[0].id)
    if kind(field) in {"radios", "checkboxes"}:
        choices = field.subwidgets
        return choices[0].id_for_label if choices else f"{field.auto_id}_group"
    return field.id_for_label
