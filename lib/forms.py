"""Forms in GOV.UK's manner: fields that answer in sentences, and the form that shows them with our own crispy pack.

A field's `missing` is what it says when it is left empty; `called` is its name inside its other sentences.
"""

import datetime
import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import URLValidator
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.dates import MONTHS

from lib.marked_files import Unreadable, markings_in_file
from lib.protective_markings import markings_in

SENTENCES = {
    "max_length": "{called} must be {field.max_length:,} characters or fewer",
    "min_length": "{called} must be {field.min_length} characters or more",
    "min_value": "{called} must be {field.min_value} or more",
    "max_value": "{called} must be {field.max_value} or less",
    "null_characters_not_allowed": "{called} has a character in it that cannot be kept; type it again",
    "above_official_sensitive": "{called} carries {found}. PAPG holds nothing above OFFICIAL-SENSITIVE, so nothing was "
    "saved. Take it out here, do not send it again, and tell your security officer",
    "unreadable_file": "{called} cannot be looked at for protective markings, because {why}. Choose another file",
    "incomplete_date": "{called} must include a day, month and year",
    "unreal_date": "{called} must be a real date, like 27 3 2027",
    "year_length": "{called} must have a year of 4 figures, like 2027",
    "unreal_time": "{called} must have a time, like 10:30",
    "ambiguous_timezone": "The clocks change at that moment, so it comes twice or never; choose another time",
}
FORGED_CHOICE = {
    code: "Choose one from the list"
    for code in ["invalid_choice", "invalid_pk_value", "invalid_list", "list", "null_characters_not_allowed"]
}


class GovForm(forms.Form):
    """A form shown by `{% crispy form %}`: error summary, sentences, and one button that says what it does."""

    submit = "Save"
    form_tag = True  # False leaves out <form> and the button, for a page that writes its own
    label_size = "s"  # "" for light labels, where a heading already stands above
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    @property
    def helper(self):
        helper = FormHelper()
        helper.attrs = {"novalidate": True}
        helper.form_tag = self.form_tag
        helper.form_class = "app-form"
        if self.form_tag:
            helper.add_input(Submit("", self.submit))
        return helper


class Spoken:
    """Turns a Django field's error codes into our sentences, and is the one place where every form refuses what may
    not come in: NUL, which PostgreSQL cannot hold, and protective markings above OFFICIAL-SENSITIVE."""

    says = {}
    looks_for_markings = True

    def __init__(self, *, label, missing="", called="", required=True, optional_word=True, **kwargs):
        if required and not missing:
            raise TypeError(f"{label}: a required field says in `missing` what to do when it is left empty")
        self.missing = missing
        self.called = called or label
        self.says_optional = optional_word and not required  # False where a button decides whether it is needed
        super().__init__(label=label, required=required, **kwargs)

    def widget_attrs(self, widget):
        return {}  # no maxlength: the browser would cut what is pasted without a word

    def clean(self, value, *initial):
        try:
            if has_nul(value):
                raise ValidationError("NUL", code="null_characters_not_allowed")
            if self.looks_for_markings:
                refuse_above_official_sensitive(value)
            return super().clean(value, *initial)
        except ValidationError as error:
            raise ValidationError([self.sentence(one) for one in error.error_list]) from error

    def sentence(self, error):
        if error.code == "required":
            return ValidationError(self.missing, code="required")
        words = {**SENTENCES, **self.says}.get(error.code)
        if not words:
            return error
        return ValidationError(words.format(called=self.called, field=self, **error.params or {}), code=error.code)


def has_nul(value):
    return any(has_nul(part) for part in value) if isinstance(value, list) else "\x00" in str(value)


def refuse_above_official_sensitive(value):
    """Looks at what was sent, before anything is done with it. Says which marking was found, never the text."""
    found = _markings_sent(value)
    if found:
        raise ValidationError("marked", code="above_official_sensitive", params={"found": " and ".join(found)})


def _markings_sent(value):
    if isinstance(value, File):
        return _markings_of_file(value)
    return markings_in("\n\n".join(map(str, value)) if isinstance(value, list) else str(value or ""))


def _markings_of_file(file):
    try:
        found = markings_in_file(file.name, file.read())
    except Unreadable as reason:
        raise ValidationError("unreadable", code="unreadable_file", params={"why": reason}) from reason
    file.seek(0)
    return found


def carries_marking(errors):
    """Whether one of these errors (a field's or a form's) is for something above OFFICIAL-SENSITIVE."""
    one_list = errors.as_data()
    if isinstance(one_list, dict):
        one_list = [error for of_field in one_list.values() for error in of_field]
    return any(error.code == "above_official_sensitive" for error in one_list)


# Words and numbers ----------------------------------------------------------------------------------------------------


class LineField(Spoken, forms.CharField):
    """One line of text. `width` is GOV.UK's: 2, 3, 4, 5, 10, 20 or 30 characters."""

    def __init__(self, *, width=None, autocomplete=None, **kwargs):
        super().__init__(**kwargs)
        if width:
            self.widget.attrs["class"] = f"govuk-input--width-{width}"
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete


class TextField(Spoken, forms.CharField):
    """Several lines of text; with `max_length` the page counts along, unless a page of many texts says `is_counted`.

    Line ends become \\n before they are counted: browsers send \\r\\n, and would be two characters ahead of the page.
    """

    def __init__(self, *, rows=5, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value):
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class PasswordField(LineField):
    widget = forms.PasswordInput
    looks_for_markings = False  # it is kept as a check value only, and nobody reads it

    def __init__(self, *, autocomplete="current-password", **kwargs):
        super().__init__(strip=False, autocomplete=autocomplete, **kwargs)


class EmailField(Spoken, forms.EmailField):
    says = {"invalid": "{called} must be an e-mail address, like name@example.com"}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 254, **kwargs})
        self.widget.attrs["spellcheck"] = "false"


class WebAddressField(Spoken, forms.URLField):
    says = {"invalid": "{called} must be a full web address, like https://example.com/meeting"}
    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 500, "assume_scheme": "https", **kwargs})


class WholeNumberField(Spoken, forms.IntegerField):
    says = {"invalid": "{called} must be a whole number, like 15"}

    def __init__(self, *, min_value=0, max_value=999_999, width=5, **kwargs):
        attrs = {"inputmode": "numeric", "class": f"govuk-input--width-{width}"}
        super().__init__(min_value=min_value, max_value=max_value, widget=forms.TextInput(attrs), **kwargs)


class UploadField(Spoken, forms.FileField):
    """A file of one of `endings`, of at most `largest` bytes, which is looked at only if it is no larger."""

    says = {"empty": "{called} is empty", "invalid": "{called} did not arrive. Choose it again"}

    def __init__(self, *, endings, largest, **kwargs):
        self.endings, self.largest = endings, largest
        super().__init__(widget=forms.FileInput({"accept": ",".join(endings)}), **kwargs)

    def clean(self, value, *initial):
        if value and not value.name.lower().endswith(tuple(self.endings)):
            raise ValidationError(f"{self.called} must end in {' or '.join(self.endings)}")
        if value and value.size > self.largest:
            raise ValidationError(f"{self.called} must be {self.largest // 1000:,} kB or smaller")
        return super().clean(value, *initial)


# Dates and times ------------------------------------------------------------------------------------------------------


class PartsWidget(forms.MultiWidget):
    """Small boxes under one question. The names of the boxes are also the ends of the names that are posted."""

    use_fieldset = True
    parts = ("day", "month", "year")

    def __init__(self):
        super().__init__({part: forms.TextInput() for part in self.parts})

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None] * len(self.parts)


class MomentWidget(PartsWidget):
    parts = ("day", "month", "year", "time")

    def decompress(self, value):
        value = timezone.localtime(value) if value else None
        return [value.day, value.month, value.year, f"{value:%H:%M}"] if value else [None] * len(self.parts)


class DateField(Spoken, forms.Field):
    """A day, month and year; the month may be a name."""

    widget = PartsWidget

    def to_python(self, value):
        parts = stripped(value)
        return date_of(parts) if any(parts) else None


class MomentField(Spoken, forms.Field):
    """A date with a time, as the clocks of London show it; cleans to an aware datetime."""

    widget = MomentWidget

    def to_python(self, value):
        *date_parts, time_part = stripped(value)
        if not any([*date_parts, time_part]):
            return None
        return from_current_timezone(datetime.datetime.combine(date_of(date_parts), time_of(time_part)))


class TimeField(Spoken, forms.Field):
    """A time of day: "10:30", "9.30am", "0930"."""

    says = {"unreal_time": "{called} must be a time, like 10:30"}

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput({"class": "govuk-input--width-5"}), **kwargs)

    def to_python(self, value):
        [time_part] = stripped([value])
        return time_of(time_part) if time_part else None

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value


TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.]?(?P<minute>[0-9]{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)


def stripped(parts):
    return [(part or "").strip() for part in parts]


def date_of(parts):
    """The date typed as [day, month, year]. Raises ValidationError with a code of SENTENCES."""
    day, month, year = parts
    if not all(parts):
        raise ValidationError("part missing", code="incomplete_date")
    month = month_number(month)
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in (day, month, year)):
        raise ValidationError("not figures", code="unreal_date")
    if not 1900 <= int(year) <= 2199:
        raise ValidationError("year", code="year_length")
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise ValidationError("no such day", code="unreal_date") from None


def month_number(text):
    """The month's number for the beginning of its name, such as "Mar" or "sept"; anything else as it was typed."""
    named = [number for number, name in MONTHS.items() if str(name).lower().startswith(text.lower())]
    return str(named[0]) if len(text) >= 3 and named else text


def time_of(text):
    """The time typed. A bare "9" is refused: nobody knows which half of the day was meant."""
    match = TIME.fullmatch(text)
    if not match or not (match["minute"] or match["half"]):
        raise ValidationError("not a time", code="unreal_time")
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    try:
        return datetime.time(hour, minute)
    except ValueError:
        raise ValidationError("no such time", code="unreal_time") from None


# Choices --------------------------------------------------------------------------------------------------------------


class ChoiceField(Spoken, forms.ChoiceField):
    """One of `choices`: a drop-down, or `radios`, where `hints` {value: text} puts a line under a choice."""

    says = FORGED_CHOICE

    def __init__(self, *, choices=(), radios=False, hints=None, empty_label=None, **kwargs):
        self.hints = hints or {}
        if not radios and empty_label is not False:
            choices = [("", empty_label or empty_words(kwargs)), *choices]
        super().__init__(choices=choices, widget=forms.RadioSelect if radios else forms.Select, **kwargs)


class ManyChoiceField(Spoken, forms.MultipleChoiceField):
    says = FORGED_CHOICE
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, hints=None, **kwargs):
        self.hints = hints or {}
        super().__init__(**kwargs)


class PublicIdChoiceField(Spoken, forms.ModelChoiceField):
    """One of a queryset, known to the browser by its public id only. `label_of` words an option, otherwise str does."""

    says = FORGED_CHOICE

    def __init__(self, *, queryset, radios=False, label_of=str, empty_label=None, **kwargs):
        self.label_of = label_of
        super().__init__(
            queryset=queryset,
            to_field_name="public_id",
            empty_label=None if radios else (empty_label or empty_words(kwargs)),
            widget=forms.RadioSelect if radios else forms.Select,
            **kwargs,
        )

    def label_from_instance(self, thing):
        return self.label_of(thing)


class PublicIdManyChoiceField(Spoken, forms.ModelMultipleChoiceField):
    """Several of a queryset, as checkboxes; cleans to a queryset."""

    says = FORGED_CHOICE
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, queryset, label_of=str, **kwargs):
        self.label_of = label_of
        super().__init__(queryset=queryset, to_field_name="public_id", **kwargs)

    def label_from_instance(self, thing):
        return self.label_of(thing)


class AgreeField(Spoken, forms.BooleanField):
    """One box that must be ticked before anything happens."""


class TickField(Spoken, forms.BooleanField):
    """One box that may be ticked."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


def empty_words(kwargs):
    return "Choose" if kwargs.get("required", True) else "None"
