"""A list of members in a spreadsheet: its columns, reading it, and each row as the form of a seat reads it."""

import csv
import zipfile

from django.core.exceptions import ValidationError
from django.db.models import F
from openpyxl.utils.exceptions import InvalidFileException

from groups.access import access_through_group
from groups.models import BusinessArea, MemberImport, Membership, Organisation
from groups.roles import SEAT_ROLES, Permission
from groups.services.organisations import KEPT_KINDS
from lib.spreadsheets import csv_of, rows_of

COLUMNS = {
    "name": "Name",
    "email": "E-mail address",
    "job_title": "Job title",
    "organisation": "Organisation",
    "new_organisation_kind": "Kind of organisation, if it is new",
    "role": "Role",
    "areas": "Areas",
    "seniority": "Seniority",
    "brings": "What they bring",
}
NEEDED = ["name", "email", "organisation", "role"]
MOST_ROWS, MOST_COLUMNS = 60, 30
LARGEST = 500_000  # bytes
NO_LIST = "The file could not be read as a table. Save it as CSV or XLSX and upload it again"


def template():
    return csv_of(COLUMNS.values(), [])


# The file -------------------------------------------------------------------------------------------------------------


def read_list(name, content):
    """[{column: text, "line": its number in the file}] of the rows that hold something. Raises ValidationError."""
    try:
        rows = rows_of(name, content, MOST_ROWS + 1, MOST_COLUMNS)
    except (csv.Error, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise ValidationError(NO_LIST) from error
    if not any(any(row) for row in rows):
        raise ValidationError("The file is empty")
    places = _places(rows[0])
    found = [
        {"line": line, **{column: row[place] if place < len(row) else "" for column, place in places.items()}}
        for line, row in enumerate(rows[1:], start=2)
        if any(row)
    ]
    _check_length(found, rows)
    return found


def _places(heading):
    """{column: where it stands}. Columns that are none of ours are passed over."""
    headings = [_folded(cell) for cell in heading]
    places = {column: headings.index(_folded(words)) for column, words in COLUMNS.items() if _folded(words) in headings}
    missing = [f"“{COLUMNS[column]}”" for column in NEEDED if column not in places]
    if missing:
        raise ValidationError(
            f"The first row names the columns. It lacks {', '.join(missing)}. Begin with the template"
        )
    return places


def _check_length(found, rows):
    if not found:
        raise ValidationError("There is no member below the first row")
    if len(found) > MOST_ROWS or len(rows) > MOST_ROWS + 1:
        raise ValidationError(f"The list has more than {MOST_ROWS} rows. Upload it in parts")


def _folded(text):
    return " ".join(text.casefold().replace("-", "").split())


# What a row names -----------------------------------------------------------------------------------------------------


class Known:
    """What the rows of a group's list may name, by its name; looked up once for all of them."""

    def __init__(self, group):
        organisations = Organisation.objects.open_to(group).order_by(F("kept_by").asc(nulls_first=True))
        self.organisations = {one.name.casefold(): one for one in organisations}  # of one name: that of less weight
        areas = list(BusinessArea.objects.all())
        self.areas = {word.casefold(): area for area in areas for word in (area.name, area.code)}
        seats = Membership.objects.not_ended().filter(group=group)
        self.sit_here = {address.casefold() for address in seats.values_list("user__email", flat=True)}
        self.roles = {role.label.casefold(): role.value for role in SEAT_ROLES}
        self.seniorities = {label.casefold(): value for value, label in Membership.Seniority.choices}
        self.kinds = {kind.label.casefold(): kind.value for kind in KEPT_KINDS}


def words_for(group):
    """What may stand in the columns that take certain words, for the page."""
    return [
        ("Role", [role.label for role in SEAT_ROLES]),
        ("Areas", [*BusinessArea.objects.values_list("name", flat=True)]),
        ("Seniority", Membership.Seniority.labels),
        (COLUMNS["new_organisation_kind"], [kind.label for kind in KEPT_KINDS]),
    ]


# Its place between upload and invitation ------------------------------------------------------------------------------


def access_member_import(user, public_id):
    """A list that this person uploaded within the hour. Raises Http404 for everybody else, as for none."""
    lists = MemberImport.objects.kept().filter(uploaded_by=user).select_related("group__lead_authority")
    return access_through_group(user, lists.filter(public_id=public_id), Permission.MANAGE_MEMBERS)
