"""`manage.py load_authorities`: local authorities from a table, refreshed, with their ends and successors."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import Entry
from groups.models import Authority, Organisation
from tests.audit.events import leaves

HEADER = "code,name,gss,type,nation,region,county,start,end,replaced_by"
OLD = "OLD,Old Council,E90000001,District,England,South East,Surrey,1974-04-01,2023-03-31,NEW"
NEW = "NEW,New Council,E90000002,Unitary authority,England,South East,,2023-04-01,,"


@pytest.fixture
def load(tmp_path, capsys):
    """Loads a table of these lines; gives what was printed."""

    def load(*lines, header=HEADER, dry_run=False, encoding="utf-8"):
        file = tmp_path / "authorities.csv"
        file.write_bytes("\n".join([header, *lines]).encode(encoding))
        call_command("load_authorities", str(file), dry_run=dry_run)
        return capsys.readouterr().out.splitlines()

    return load


def ours():
    return {one.gss: one for one in Authority.objects.filter(gss__startswith="E9000000").select_related("successor")}


# What is loaded -------------------------------------------------------------------------------------------------------


def test_authorities_come_with_their_place_their_days_and_who_took_over(db, load):
    said = load(OLD, NEW)

    old, new = ours()["E90000001"], ours()["E90000002"]
    assert (old.name, old.type, old.nation, old.region, old.county) == (
        "Old Council",
        "District",
        "England",
        "South East",
        "Surrey",
    )
    assert (old.starts_on, old.ends_on, old.successor) == (date(1974, 4, 1), date(2023, 3, 31), new)
    assert (new.starts_on, new.ends_on, new.successor) == (date(2023, 4, 1), None, None)
    assert (old.has_ended, new.has_ended) == (True, False)
    assert (new.organisation.name, new.organisation.kind, new.organisation.kept_by) == (
        "New Council",
        "authority",
        None,
    )
    assert said == [
        "Contains data © mySociety, CC BY 4.0, and ONS, Open Government Licence v3.0.",
        "2 authorities loaded: 2 new, 0 changed, 0 unchanged.",
    ]


def test_loading_again_keeps_the_rows_and_changes_nothing(db, load):
    load(OLD, NEW)
    before = {gss: one.pk for gss, one in ours().items()}

    said = load(OLD, NEW)

    assert {gss: one.pk for gss, one in ours().items()} == before
    assert said[-1] == "2 authorities loaded: 0 new, 0 changed, 2 unchanged."


def test_new_name_keeps_the_row_and_the_organisation_follows(db, load):
    load(OLD, NEW)
    before = ours()["E90000002"]

    with leaves("authority renamed", "authorities loaded"):
        said = load(OLD, NEW.replace("New Council", "Newer Council"))

    assert said[-1] == "2 authorities loaded: 0 new, 1 changed, 1 unchanged."
    after = ours()["E90000002"]
    assert (after.pk, after.public_id, after.name) == (before.pk, before.public_id, "Newer Council")
    assert after.organisation.name == "Newer Council"
    assert Entry.objects.get(verb="authority renamed").authority == "New Council"


def test_two_authorities_may_change_their_names_for_each_others(db, load):
    load(OLD, NEW)

    load(OLD.replace("Old Council", "New Council"), NEW.replace("New Council", "Old Council"))

    assert {one.gss: one.organisation.name for one in ours().values()} == {
        "E90000001": "New Council",
        "E90000002": "Old Council",
    }


def test_authority_that_the_table_leaves_out_stays(db, load):
    load(OLD, NEW)
    load(NEW)
    assert set(ours()) == {"E90000001", "E90000002"}


def test_column_that_the_table_leaves_out_stays_as_it_was(db, load):
    load(OLD, NEW)
    load("New Council,E90000002,Unitary authority,England", header="name,gss,type,nation")
    assert (ours()["E90000002"].region, ours()["E90000001"].successor) == ("South East", ours()["E90000002"])


def test_end_that_was_wrong_is_taken_back_with_the_successor(db, load):
    load(OLD, NEW)
    load(OLD.replace("2023-03-31,NEW", ","), NEW)
    assert (ours()["E90000001"].ends_on, ours()["E90000001"].successor) == (None, None)


def test_dry_run_changes_nothing_and_says_how_many(db, load):
    load(NEW)
    entries = Entry.objects.count()

    said = load(OLD, NEW.replace("New Council", "Newer Council"), dry_run=True)

    assert said[-1] == "2 authorities would be loaded; nothing was changed: 1 new, 1 changed, 0 unchanged."
    assert [(gss, one.name) for gss, one in ours().items()] == [("E90000002", "New Council")]
    assert (Entry.objects.count(), Organisation.objects.filter(name="Newer Council").exists()) == (entries, False)


def test_byte_order_mark_and_lines_of_a_spreadsheet_are_read(db, load):
    load(NEW.replace("\n", "\r\n"), encoding="utf-8-sig")
    assert set(ours()) == {"E90000002"}


# What is wrong with a table -------------------------------------------------------------------------------------------


def test_all_that_is_wrong_is_said_at_once_with_its_lines_and_nothing_is_loaded(db, load):
    with pytest.raises(CommandError) as refused:
        load(
            NEW,
            'BAD,"A name\nover two lines",E9,District,England,,,1974-02-30,1973-01-01,',
            "TWO,Second Council,E90000002,,England,,,,,",
            "GON,Gone Council,E90000004,District,England,,,2020-01-01,2019-01-01,XYZ",
            "SHO,Short Council,E90000005,District",
            "OPN,Open Council,E90000006,District,England,,,,,NEW",
        )

    assert str(refused.value).splitlines() == [
        "Nothing was loaded.",
        "Line 3: E9 is no GSS code. It is a letter and eight figures, like E06000001.",
        "Line 3: start is no day: 1974-02-30. Write it as year-month-day, like 2027-03-31.",
        "Line 5: type is empty. Fill it in.",
        "Line 5: gss E90000002 stands on line 2 already. Each is given once.",
        "Line 6: it ends before it starts. Mend one of the two days.",
        "Line 6: replaced_by XYZ is the code of no other line. Write the code of the one authority that takes over, or "
        "leave it empty.",
        "Line 7: it has not as many cells as the first line. Put names with commas in quotes.",
        "Line 7: nation is empty. Fill it in.",
        "Line 8: it is replaced by another and has no end. Write its last day into end.",
    ]
    assert ours() == {}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            [NEW, NEW.replace("NEW", "TWO").replace("E90000002", "E90000003")],
            "Line 3: name New Council stands on line 2",
        ),
        ([OLD.replace(",NEW", ",OLD")], "Line 2: replaced_by OLD is the code of no other line"),
        ([NEW.replace("New Council", "N" * 121)], "Line 2: name is longer than 120 characters"),
        ([NEW.replace("New", "Ne\0w")], "Line 2: a character cannot be kept"),
        ([NEW.replace("2023-04-01", "01/04/2023")], "Line 2: start is no day: 01/04/2023"),
        ([f"{NEW},and more"], "Line 2: it has not as many cells"),
        ([NEW.replace("New", '"New')], "Line 2: this is no CSV"),
        ([], "The table has no authority in it"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_loaded(db, load, lines, said):
    with pytest.raises(CommandError, match=said):
        load(*lines)
    assert ours() == {}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("name,gss,type", "Line 1: the column nation is missing"),
        ("name,name,gss,type,nation", "Line 1: the column name stands there twice"),
        ("name,gss,type,nation,replaced_by", "Line 1: replaced_by needs the column code"),
        ("", "Line 1: the column name and gss and type and nation is missing"),
    ],
)
def test_header_without_what_is_needed_is_refused(db, load, header, said):
    with pytest.raises(CommandError, match=said):
        load(header=header)


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "Line 2: .* not in UTF-8"), ("utf-16", "Line 1: .* UTF-16")])
def test_other_encodings_are_refused_in_words(db, load, encoding, said):
    with pytest.raises(CommandError, match=said):
        load(NEW.replace("New", "Añgus"), encoding=encoding)


def test_name_of_another_organisation_is_refused(db, load):
    Organisation.objects.create(name="new council", kind="police")
    with pytest.raises(CommandError, match="Line 2: another organisation in the database is called New Council"):
        load(NEW)
    assert ours() == {}


def test_file_that_is_not_there_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="Nothing was loaded.*\n.*missing.csv"):
        call_command("load_authorities", str(tmp_path / "missing.csv"))


# An authority that has ended ------------------------------------------------------------------------------------------


@pytest.fixture
def ended(world):
    Authority.objects.filter(pk=world.authority.pk).update(ends_on=date(2023, 3, 31))
    return world


def test_ended_authority_leads_no_new_group(signed_in, ended):
    browser = signed_in(ended.people["administrator"])

    page = browser.post(reverse("groups:group_create", args=[ended.authority.public_id]), {"name": "Late group"})

    assert "Westhaven City Council has ended, so it leads no new groups" in page.content.decode()
    assert not ended.authority.led_groups.filter(name="Late group").exists()
    assert "Create a group" not in browser.get(reverse("overview:home")).content.decode()


def test_ended_authority_cannot_be_chosen_for_a_new_seat(signed_in, ended):
    browser = signed_in(ended.people["secretary"])
    address = reverse("groups:member_invite", args=[ended.group.public_id])

    council = ended.authority_organisation.public_id
    assert council not in browser.get(address).content.decode()
    about = {"name": "New", "email": "new@westhaven.example", "role": "member", "organisation": council}
    assert "Choose one from the list" in browser.post(address, about).content.decode()
    assert ended.other.authority_organisation.public_id in browser.get(address).content.decode()
