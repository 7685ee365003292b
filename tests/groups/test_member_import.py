"""A list of members from a spreadsheet: read, looked at, and invited all at once or not at all."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from groups.member_lists import COLUMNS, MOST_ROWS
from groups.models import MemberImport, Membership, Organisation
from groups.services.member_imports import invite_members, keep_list
from groups.services.reviews import end_what_is_over
from tests.groups.pages import changes, errors_of

HEADING = list(COLUMNS.values())
JO = ["Jo Okafor", "jo@estuary.example", "Station Manager", "Estuary fire", "", "Member", "", "Manager", "Risk sites"]
AL = ["Al Brook", "al@pier.example", "", "Westhaven Pier", "Venue", "Member", "", "", ""]


def csv_of(*rows, delimiter=",", encoding="utf-8"):
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in (HEADING, *rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(*rows):
    workbook, file = Workbook(), io.BytesIO()
    for row in (HEADING, *rows):
        workbook.active.append(row)
    workbook.save(file)
    return file.getvalue()


@pytest.fixture
def secretary(signed_in, world):
    return signed_in(world.people["secretary"])


def upload(client, world, content, name="members.csv"):
    address = reverse("groups:member_import", args=[world.group.public_id])
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def changed(row, **cells):
    by_column = dict(zip(COLUMNS, row, strict=True)) | cells
    return list(by_column.values())


def complaints_on(page):
    return [(row.row["line"], *complaint) for row in page.context["rows"] for complaint in row.complaints]


# Upload, look, invite -------------------------------------------------------------------------------------------------


def test_list_is_looked_at_and_then_invited_at_one_press(secretary, world, django_capture_on_commit_callbacks):
    check = upload(secretary, world, csv_of(JO, AL)).headers["Location"]
    page = secretary.get(check).content.decode()
    assert "2 members can be invited" in page and "Invite these 2 members" in page
    assert not Membership.objects.filter(name="Jo Okafor").exists()
    assert not User.objects.filter(email="jo@estuary.example").exists()
    assert mail.outbox == []

    with django_capture_on_commit_callbacks(execute=True):
        secretary.post(check)

    jo, al = Membership.objects.get(name="Jo Okafor"), Membership.objects.get(name="Al Brook")
    assert (jo.organisation.name, jo.role, jo.seniority) == ("Estuary fire", "member", "manager")
    pier = al.organisation
    assert (pier.name, pier.kind, pier.kept_by) == ("Westhaven Pier", "venue", world.authority)
    assert (jo.confirmed_by, jo.granted_by, jo.brings) == (None, world.people["secretary"], "Risk sites")
    assert [verb for verb, _target in changes(by=world.people["secretary"])] == [
        "member list uploaded",
        "member invited",
        "organisation added",
        "member invited",
    ]
    assert sorted(message.to[0] for message in mail.outbox) == ["al@pier.example", "jo@estuary.example"]
    assert not MemberImport.objects.exists()
    assert secretary.post(check).status_code == 404


def test_areas_are_separated_by_semicolons(secretary, world):
    row = changed(JO, areas="Planning and Development; planning")
    secretary.post(upload(secretary, world, csv_of(row)).headers["Location"])

    assert list(Membership.objects.get(name="Jo Okafor").areas.all()) == [world.things.area]


def test_two_rows_bring_one_new_organisation(secretary, world):
    second = changed(AL, name="Bo Brook", email="bo@pier.example", organisation="westhaven PIER")

    secretary.post(upload(secretary, world, csv_of(AL, second)).headers["Location"])

    assert Organisation.objects.filter(name__iexact="Westhaven Pier").count() == 1
    assert Membership.objects.filter(organisation__name="Westhaven Pier").count() == 2


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (csv_of(JO, encoding="utf-8-sig"), "members.csv"),
        (csv_of(JO, delimiter=";", encoding="cp1252"), "members.csv"),
        (csv_of(JO, delimiter="\t", encoding="utf-16"), "members.CSV"),
        (xlsx_of(JO), "members.xlsx"),
    ],
)
def test_what_excel_saves_is_read(secretary, world, content, name):
    page = secretary.get(upload(secretary, world, content, name).headers["Location"]).content.decode()

    assert "One member can be invited" in page and "jo@estuary.example" in page


def test_formula_is_the_text_that_it_is(secretary, world):
    content = xlsx_of(changed(JO, job_title='=HYPERLINK("http://x.example","Lead")'))
    secretary.post(upload(secretary, world, content, "members.xlsx").headers["Location"])

    assert Membership.objects.get(name="Jo Okafor").job_title == '=HYPERLINK("http://x.example","Lead")'


def test_accents_survive(secretary, world):
    content = csv_of(changed(JO, name="Siân Prîtchard"), delimiter=";", encoding="cp1252")
    page = secretary.get(upload(secretary, world, content).headers["Location"]).content.decode()

    assert "Siân Prîtchard" in page


def test_template_is_read_back(secretary, world):
    address = reverse("groups:member_import_template", args=[world.group.public_id])
    template = secretary.get(address).content

    response = upload(secretary, world, template + (",".join(JO) + "\r\n").encode())

    assert "One member can be invited" in secretary.get(response.headers["Location"]).content.decode()


# What is told ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"name": ""}, "Name", "Enter the person’s name"),
        ({"name": "x" * 121}, "Name", "Name must be 120 characters or fewer"),
        ({"email": ""}, "E-mail address", "Enter the person’s e-mail address"),
        ({"email": "jo"}, "E-mail address", "E-mail address must be an e-mail address, like name@example.com"),
        ({"organisation": ""}, "Organisation", "Enter the organisation"),
        (
            {"organisation": "Nowhere", "new_organisation_kind": ""},
            "Organisation",
            "“Nowhere” is not in the list of organisations. Correct the name, or say in “Kind of organisation, if it "
            "is new” what it is",
        ),
        (
            {"new_organisation_kind": "Circus"},
            "Kind of organisation, if it is new",
            "Kind of organisation, if it is new must be one of: Business forum, Venue, Other",
        ),
        ({"role": ""}, "Role", "Choose the role in the group"),
        (
            {"role": "King"},
            "Role",
            "Role must be one of: Chair, Deputy chair, Secretary, Member, Adviser, Observer, For context only",
        ),
        (
            {"areas": "Roads"},
            "Areas",
            "“Roads” is no area. Write it as beside the template, and separate several by semicolons",
        ),
    ],
)
def test_each_fault_is_told_by_row_and_column_and_nobody_is_invited(secretary, world, cells, column, says):
    check = upload(secretary, world, csv_of(JO, changed(AL, **cells))).headers["Location"]

    page, response = secretary.get(check), secretary.post(check)

    [(line, *complaint)] = complaints_on(page)
    assert (line, *complaint) == (3, column, says)
    assert "1 of 2 rows to mend" in page.content.decode()
    assert errors_of(response) == ["Some rows cannot be read. Mend the file and upload it again"]
    assert not Membership.objects.filter(name__in=["Jo Okafor", "Al Brook"]).exists()


def test_list_with_a_protective_marking_is_not_taken(secretary, world):
    response = upload(secretary, world, csv_of(changed(JO, brings="This is SECRET")))

    [says] = errors_of(response)
    assert "carries SECRET" in says
    assert not MemberImport.objects.exists()


def test_who_sits_here_already_who_stands_twice_and_oneself_are_told(secretary, world):
    sits = changed(JO, email=world.people["fire"].email.upper())
    twice = changed(JO, name="Al Brook", email="JO@estuary.example")
    own = changed(JO, name="Me", email=world.people["secretary"].email)

    page = secretary.get(upload(secretary, world, csv_of(JO, sits, twice, own)).headers["Location"])

    assert complaints_on(page) == [
        (3, "E-mail address", "This person has a seat in the group already"),
        (4, "E-mail address", "This address stands in line 2 already"),
        (5, "E-mail address", "You cannot give yourself a seat. Ask another administrator, the chair or the secretary"),
    ]


def test_preview_does_not_tell_whose_address_has_an_account(secretary, world):
    """Somebody of another group is known to the service and not to this one."""
    pages = []
    for row in [changed(JO, email=world.people["stranger"].email), JO]:
        page = secretary.get(upload(secretary, world, csv_of(row)).headers["Location"]).content.decode()
        pages.append(page.replace(row[1], "x").split("<main")[1].split("csrfmiddlewaretoken")[0])

    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "members.csv", "The file is empty"),
        (csv_of(), "members.csv", "There is no member below the first row"),
        (
            b"Name,Role\nJo,Member\n",
            "members.csv",
            "The first row names the columns. It lacks “E-mail address”, “Organisation”. Begin with the template",
        ),
        (csv_of(*[JO] * (MOST_ROWS + 1)), "members.csv", "The list has more than 60 rows. Upload it in parts"),
        (xlsx_of(*[JO] * (MOST_ROWS + 1)), "members.xlsx", "The list has more than 60 rows. Upload it in parts"),
        (csv_of(JO), "members.docx", "The file must end in .csv or .xlsx"),
        (b"x" * 500_001, "members.csv", "The file must be 500 kB or smaller"),
    ],
)
def test_file_that_is_no_list_is_told(secretary, world, content, name, says):
    assert errors_of(upload(secretary, world, content, name)) == [says]
    assert not MemberImport.objects.exists()


def zipped(name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (zipped("xl/worksheets/sheet1.xml", b"0" * 60_000_000), "it unpacks to more than a document should"),
        (b"not a zip", "it is broken, encrypted or not what its name says"),
    ],
)
def test_file_that_cannot_be_looked_at_is_refused(secretary, world, content, why):
    response = upload(secretary, world, content, "members.xlsx")

    says = f"The file cannot be looked at for protective markings, because {why}. Choose another file"
    assert errors_of(response) == [says]


def test_package_that_is_no_workbook_is_told(secretary, world):
    response = upload(secretary, world, zipped("note.xml", "<a>hello</a>"), "members.xlsx")

    assert errors_of(response) == ["The file could not be read as a table. Save it as CSV or XLSX and upload it again"]


# Kept for a short while, for one person -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chair", "administrator", "planner", "stranger"])
def test_list_is_for_whoever_uploaded_it_alone(secretary, signed_in, world, who):
    check = upload(secretary, world, csv_of(JO)).headers["Location"]

    client = signed_in(world.people[who])

    assert (client.get(check).status_code, client.post(check).status_code) == (404, 404)


def test_list_is_forgotten_after_an_hour(secretary, world):
    check = upload(secretary, world, csv_of(JO)).headers["Location"]
    MemberImport.objects.update(uploaded_at=timezone.now() - timedelta(minutes=61))

    assert secretary.get(check).status_code == 404
    end_what_is_over()

    assert not MemberImport.objects.exists()


def test_another_upload_takes_the_place_of_the_first(secretary, world):
    first = upload(secretary, world, csv_of(JO)).headers["Location"]
    upload(secretary, world, csv_of(AL))

    assert secretary.get(first).status_code == 404


def test_whoever_lost_the_right_meanwhile_invites_nobody(secretary, world):
    check = upload(secretary, world, csv_of(JO)).headers["Location"]
    Membership.objects.filter(pk=world.seats["secretary"].pk).update(role="member")

    assert secretary.post(check).status_code == 403


@pytest.mark.parametrize("number", [5, 50])
def test_looking_asks_as_few_questions_for_fifty_as_for_five(secretary, world, number, django_assert_num_queries):
    rows = [changed(JO, name=f"Jo {place}", email=f"jo{place}@x.example") for place in range(number)]
    check = upload(secretary, world, csv_of(*rows)).headers["Location"]

    with django_assert_num_queries(7):
        page = secretary.get(check).content.decode()

    assert f"{number} members can be invited" in page


# Whoever gets past the page -------------------------------------------------------------------------------------------


def kept_list(world, who="secretary"):
    return keep_list(group=world.group, rows=[], by=world.people[who])


def about(world, name, email):
    return {
        "name": name,
        "email": email,
        "role": "member",
        "organisation": world.organisations["fire"],
        "new_organisation": "",
        "new_organisation_kind": "",
    }


def test_when_one_cannot_be_invited_any_more_none_is(world):
    """Somebody else gave the second a seat after the list was looked at."""
    seated = world.people["planner"].email
    members = [about(world, "Jo Okafor", "jo@estuary.example"), about(world, "A Planner", seated)]

    with pytest.raises(ValidationError, match="A Planner: This person has a seat in the group already"):
        invite_members(member_import=kept_list(world), members=members, by=world.people["secretary"])

    assert not Membership.objects.filter(name="Jo Okafor").exists()
    assert not User.objects.filter(email="jo@estuary.example").exists()
    assert MemberImport.objects.count() == 1


def test_nobody_invites_from_the_list_of_somebody_else(world):
    members = [about(world, "Jo Okafor", "jo@estuary.example")]

    with pytest.raises(ValidationError, match="Upload it again"):
        invite_members(member_import=kept_list(world), members=members, by=world.people["chair"])
