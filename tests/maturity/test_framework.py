"""Loading a framework: checked whole, once, all or nothing."""

import copy
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from audit.models import Entry
from maturity.framework import FrameworkError, read_framework
from maturity.management.commands.load_framework import SHIPPED
from maturity.models import Criterion, Framework, Theme

SOURCE = json.loads(SHIPPED.read_text())


@pytest.fixture
def source():
    """A framework of another name: the shipped one stands in every database of ours already."""
    return copy.deepcopy(SOURCE) | {"id": "local-framework", "title": "Local framework"}


def problems_of(source):
    with pytest.raises(FrameworkError) as caught:
        read_framework(json.dumps(source))
    return caught.value.problems


def load(path):
    said = StringIO()
    call_command("load_framework", str(path), stdout=said)
    return said.getvalue()


def write(path, source, **layout):
    path.write_text(json.dumps(source, **layout))
    return path


def loaded():
    return Framework.objects.filter(key="local-framework")


def test_the_shipped_framework_is_labelled_illustrative(framework):
    assert framework.label == "Illustrative framework 1.0, not the official matrix"
    assert [theme.code for theme in framework.themes.all()] == list("ABCDEFGHIJK")
    assert framework.label_of(4) == "Embedded and improving"
    criterion = Criterion.objects.get(theme__framework=framework, code="A3")
    assert criterion.statements["1"].startswith("Attendance is by invitation")


def test_a_framework_is_loaded_whole_and_its_size_is_said(db, tmp_path, source):
    said = load(write(tmp_path / "local.json", source))

    assert said == "Loaded: Local framework 1.0 (illustrative), 11 themes, 43 criteria\n"
    assert Criterion.objects.filter(theme__framework=loaded().get()).count() == 43
    [entry] = Entry.objects.filter(target=loaded().get().public_id)
    assert (entry.verb, entry.actor) == ("framework loaded", "")


def test_loading_again_changes_nothing_however_the_file_is_laid_out(db, tmp_path, source):
    load(write(tmp_path / "local.json", source))
    themes, entries = Theme.objects.count(), Entry.objects.count()

    said = load(write(tmp_path / "same.json", source, indent=7, sort_keys=True))

    assert said.startswith("Already loaded, nothing changed: Local framework 1.0")
    assert (Theme.objects.count(), Entry.objects.count()) == (themes, entries)


def test_a_loaded_version_is_never_edited_but_a_new_version_is_loaded_beside_it(db, tmp_path, source):
    load(write(tmp_path / "first.json", source))
    source["themes"][0]["name"] = "Leading"
    themes = Theme.objects.filter(framework__in=loaded(), code="A").order_by("pk")

    with pytest.raises(CommandError, match="version 1.0 is loaded and never edited"):
        load(write(tmp_path / "changed.json", source))
    assert [theme.name for theme in themes] == ["Leadership and governance"]

    load(write(tmp_path / "new.json", source | {"version": "1.1"}))
    assert [theme.name for theme in themes.all()] == ["Leadership and governance", "Leading"]


def test_the_database_refuses_to_edit_a_loaded_framework(framework):
    for kept in [Framework, Theme, Criterion]:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            kept.objects.update(public_id="2222222222")


def test_everything_wrong_is_said_at_once_with_where_and_nothing_is_loaded(db, tmp_path, source):
    first, second = source["themes"][0], source["themes"][1]
    first["criteria"][1]["code"] = "A1"
    first["criteria"][2]["question"] = "x" * 301
    del first["criteria"][3]["levels"]["3"]
    second["code"] = "A"
    second["criteria"][0]["title"] = " "
    source["themes"][2]["criteria"] = []

    with pytest.raises(CommandError) as caught:
        load(write(tmp_path / "wrong.json", source))

    assert str(caught.value).split("\n") == [
        "wrong.json was not loaded.",
        "- theme 1 (A), criterion 2: the code A1 is used twice",
        "- theme 1 (A), criterion 3 (A3): “question” is longer than 300 characters",
        "- theme 1 (A), criterion 4 (A4), levels: “3” is missing",
        "- theme 2: the code A is used twice",
        "- theme 2 (A), criterion 1 (B1): “title” is missing",
        "- theme 3: “criteria” is missing",
    ]
    assert not loaded().exists()


@pytest.mark.parametrize(
    ("where", "value", "says"),
    [
        ("status", "approved", "framework: “status” must be one of illustrative, official, local"),
        ("title", 7, "framework: “title” is of the wrong kind"),
        ("id", "bad\x00id", "framework: “id” has a character in it that cannot be kept"),
        ("themes", "none", "framework: “themes” is of the wrong kind"),
        ("scoring", [], "framework: “scoring” is missing"),
    ],
)
def test_a_part_that_is_wrong_is_named(source, where, value, says):
    assert says in problems_of({**source, where: value})


def test_levels_count_up_one_by_one(source):
    source["scoring"]["scale"][2]["value"] = 5

    assert "scoring, scale, step 2: the levels count up from 0 one by one, so “value” must be 2" in problems_of(source)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '"words"', "null"])
def test_what_is_no_framework_is_refused(text):
    with pytest.raises(FrameworkError):
        read_framework(text)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_framework", str(tmp_path / "none.json"))
