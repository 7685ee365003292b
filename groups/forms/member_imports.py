"""Uploading a list of members, reading each row as the form of a seat does, and inviting them all."""

from django.core.exceptions import ValidationError

from groups.forms.seats import DAYS, ConfirmForm, InviteMemberForm
from groups.member_lists import COLUMNS, LARGEST, Known, read_list
from groups.saving_forms import SavesMixin
from groups.services.memberships import SITS_ALREADY
from lib.forms import GovForm, LineField, UploadField

IN_THE_FILE = "This address stands in line {line} already"
NO_AREA = "“{name}” is no area. Write it as beside the template, and separate several by semicolons"
NOT_IN_LIST = (
    "“{name}” is not in the list of organisations. Correct the name, or say in “Kind of organisation, if it is new” "
    "what it is"
)


class UploadListForm(SavesMixin, GovForm):
    submit = "Upload and look at it"
    file = UploadField(
        label="The file",
        missing="Choose the file",
        endings=[".csv", ".xlsx"],
        largest=LARGEST,
        help_text="CSV or XLSX, with at most 60 members. Nobody is invited yet: you see first how each row is read",
    )

    def clean(self):
        """The rows are all that is kept."""
        file = super().clean().get("file")
        if file is None:
            return {}
        try:
            return {"rows": read_list(file.name, file.read())}
        except ValidationError as refusal:
            self.add_error("file", refusal)
            return {}


class ImportedMemberForm(InviteMemberForm):
    """One row of a list. Asks the database nothing: what rows may name was looked up for all of them."""

    def __init__(self, *, row, known, **kwargs):
        self.row, self.known = row, known
        super().__init__(self._as_typed(), **kwargs)
        for name in ["portfolios", "new_organisation", *DAYS]:
            del self.fields[name]
        self.fields["organisation"] = LineField(label="Organisation", missing="Enter the organisation", max_length=120)
        self.fields["areas"] = LineField(label="Areas", required=False)
        for name in ["role", "seniority", "new_organisation_kind"]:
            words = [str(label) for value, label in self.fields[name].choices if value]
            self.fields[name].says = {"invalid_choice": f"{COLUMNS[name]} must be one of: {', '.join(words)}"}

    def _as_typed(self):
        """What stood in the file, with the values of choices for their words."""
        words = {
            "role": self.known.roles,
            "seniority": self.known.seniorities,
            "new_organisation_kind": self.known.kinds,
        }
        chosen = {name: values.get(self.row.get(name, "").casefold()) for name, values in words.items()}
        return {**self.row, **{name: value for name, value in chosen.items() if value}}

    def clean_email(self):
        email = super().clean_email()
        if email.casefold() in self.known.sit_here:
            raise ValidationError(SITS_ALREADY)
        return email

    def clean_areas(self):
        names = [name.strip() for name in self.cleaned_data["areas"].split(";") if name.strip()]
        unknown = [name for name in names if name.casefold() not in self.known.areas]
        if unknown:
            raise ValidationError(NO_AREA.format(name=unknown[0]))
        return [self.known.areas[name.casefold()] for name in names]

    def clean(self):
        """As `invite_member` takes it."""
        given = super().clean()
        name, kind = given.get("organisation") or "", given.get("new_organisation_kind")
        found = self.known.organisations.get(name.casefold())
        if name and not found and not kind and "new_organisation_kind" not in self.errors:
            self.add_error("organisation", NOT_IN_LIST.format(name=name))
        new = {"new_organisation": "", "new_organisation_kind": ""} if found else {"new_organisation": name}
        return {**given, "organisation": found, **new}

    @property
    def complaints(self):
        """[(column, sentence)]."""
        return [(COLUMNS[name], sentence) for name, sentences in self.errors.items() for sentence in sentences]


def read_rows(member_import, by):
    """A form for each row, in order."""
    known, lines, forms = Known(member_import.group), {}, []
    for row in member_import.rows:
        form = ImportedMemberForm(row=row, known=known, group=member_import.group, by=by)
        address = row["email"].casefold()
        if address and address in lines:
            form.add_error("email", IN_THE_FILE.format(line=lines[address]))
        lines.setdefault(address, row["line"])
        forms.append(form)
    return forms


class InviteListForm(ConfirmForm):
    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.submit = f"Invite these {len(rows)} members" if len(rows) > 1 else "Invite this member"

    def clean(self):
        if any(row.errors for row in self.rows):
            raise ValidationError("Some rows cannot be read. Mend the file and upload it again")
        return {"members": [row.cleaned_data for row in self.rows]}
