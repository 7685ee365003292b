"""Every text that somebody can send through a form is looked at for protective markings."""

from importlib import import_module

from django import forms

from lib.forms import GovForm, PasswordField, Spoken
from tests.house.sources import APPS, modules

# Sent along by the page, hidden, and never kept: compared with what stands or looked up by it, and that is all
COMPARED_ONLY = {"limits_seen", "sha256", "role", "person"}


def forms_of_the_service():
    for path, _tree in modules(*APPS):
        import_module(path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    ours = [form for form in below(forms.Form) if form.__module__.split(".")[0] in APPS]
    return [form for form in ours if form.__module__ != "accounts.sign_in_forms"]  # addresses, passwords and codes


def below(kind):
    return {form for child in kind.__subclasses__() for form in {child, *below(child)}}


def is_looked_at(name, field):
    if isinstance(field, PasswordField):
        return True  # kept as a check value only
    if isinstance(field, Spoken):
        return field.looks_for_markings
    return name in COMPARED_ONLY and isinstance(field.widget, forms.HiddenInput)


def holds_text(field):
    return isinstance(field, forms.CharField | forms.FileField | forms.JSONField | forms.ComboField)


def test_every_text_field_of_every_form_is_looked_at_for_markings():
    fields = [
        (f"{form.__module__}.{form.__name__}.{name}", name, field)
        for form in forms_of_the_service()
        for name, field in form.base_fields.items()
        if holds_text(field)
    ]

    assert len(fields) > 40
    assert [where for where, name, field in fields if not is_looked_at(name, field)] == []


def test_every_form_that_is_shown_is_ours():
    asked = {"SensitiveFormMixin", "OutsideFormMixin", "SeatFields", "DaysFields", "DeputyFields"}
    parts = asked | {"SavesMixin", "EditedFormMixin", "EditParagraphFormMixin"}

    assert {form.__name__ for form in forms_of_the_service() if not issubclass(form, GovForm)} == parts
