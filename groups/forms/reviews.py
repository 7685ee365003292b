from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from groups.models import Membership
from groups.saving_forms import SavesMixin
from lib.forms import GovForm, ManyChoiceField
from lib.templatetags.papg import days_left, long_day


class ReviewForm(SavesMixin, GovForm):
    submit = "Confirm those ticked"
    seats = ManyChoiceField(label="Members", called="Members", required=False, optional_word=False)
    deputyships = ManyChoiceField(label="Deputies", called="Deputies", required=False, optional_word=False)

    def __init__(self, *args, to_review, **kwargs):
        super().__init__(*args, **kwargs)
        for name, is_seat in [("seats", True), ("deputyships", False)]:
            found = [one for one in to_review if isinstance(one, Membership) is is_seat]
            self.fields[name].choices = [(one.public_id, named(one)) for one in found]
            self.fields[name].hints = {one.public_id: hint_of(one) for one in found}
            if not found:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        chosen = {name: cleaned.get(name, []) for name in ["seats", "deputyships"]}
        if not self.errors and not any(chosen.values()):
            raise ValidationError("Tick those that are still right")
        return chosen


def named(seated):
    if isinstance(seated, Membership):
        return f"{seated.name}, {seated.get_role_display().lower()}, {seated.organisation}"
    return f"{seated.name}, deputy of {seated.membership.name}, {seated.organisation}"


def hint_of(seated):
    is_seat = isinstance(seated, Membership)
    page = reverse("overview:leaver" if is_seat else "groups:deputyship_end", args=[seated.public_id])
    return format_html(
        '{} Lapses on {}, {}. <a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">: {}</span></a>',
        "Opens OFFICIAL-SENSITIVE." if seated.opens_sensitive else "Opens OFFICIAL only.",
        long_day(seated.lapses_at),
        days_left(seated.lapses_at),
        page,
        "They leave" if is_seat else "They stand in no more",
        seated.name,
    )
