from django.core.exceptions import ValidationError

from audit.models import Kind
from groups.audit_log import groups_in_log
from groups.models import PAPG
from lib.forms import ChoiceField, DateField, GovForm, LineField, PublicIdChoiceField

MAY_BE_EMPTY = {"required": False, "optional_word": False}


class AuditLogForm(GovForm):
    """Which entries of the log; each field that is empty leaves all of them."""

    submit = "Show these entries"
    from_on = DateField(label="From", called="The first day", help_text="For example, 27 3 2027", **MAY_BE_EMPTY)
    to_on = DateField(label="To", called="The last day", help_text="That day is included", **MAY_BE_EMPTY)
    in_group = PublicIdChoiceField(label="Group", queryset=PAPG.objects.none(), empty_label="All", **MAY_BE_EMPTY)
    person = LineField(
        label="Person",
        called="The person",
        max_length=200,
        help_text="Part of the name, or the code under it, which finds refused tries too",
        **MAY_BE_EMPTY,
    )
    kind = ChoiceField(label="Kind", choices=Kind.choices, empty_label="All", **MAY_BE_EMPTY)

    def __init__(self, *args, authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["in_group"].queryset = groups_in_log(authority)

    @property
    def helper(self):
        helper = super().helper
        helper.form_method = "get"
        return helper

    def clean_to_on(self):
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data["to_on"]
        if first and last and last < first:
            raise ValidationError("The last day must be the same as the first or after it")
        return last
