"""The search for spills: it finds them in any table and file, names the place, and never prints a text."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import models

from audit.models import Entry as AuditEntry
from documents.store import keep
from groups.models import PAPG
from meetings.models import AgendaItem
from overview.spills import text_columns
from tests.lib.office_files import pdf


def search():
    written = io.StringIO()
    call_command("find_spills", stdout=written)
    return written.getvalue()


def spill_into(item):
    """Past the forms, as it was before there was a detector."""
    AgendaItem.objects.filter(pk=item.pk).update(title="Of the arena.\n\nTOP SECRET")


def test_a_clean_service_has_none(world):
    assert search() == "None found.\n"


def test_each_place_is_named_by_kind_id_and_group_and_no_text_is_shown(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    spill_into(world.things.item)
    PAPG.objects.filter(pk=world.group.pk).update(name="SECRET")
    file = keep(pdf("<p>Of the arena</p>", Subject="UK EYES ONLY"), "application/pdf")

    printed = search()

    assert sorted(printed.splitlines()) == sorted(
        [
            f"{PAPG._meta.verbose_name} {world.group.public_id}, group {world.group.public_id}, name: SECRET",
            f"agenda item {world.things.item.public_id}, group {world.group.public_id}, title: TOP SECRET",
            f"stored file {file.public_id}, no group, file: UK EYES ONLY",
            "3 found.",
        ]
    )


def test_a_file_that_cannot_be_looked_at_is_named(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    file = keep(b"no pdf at all", "application/pdf")

    assert f"stored file {file.public_id}, no group, file: could not be looked at" in search()


def test_a_search_is_one_entry_of_the_system_that_holds_ids_only(world):
    spill_into(world.things.item)
    before = AuditEntry.objects.count()

    search()

    assert AuditEntry.objects.count() == before + 1
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, entry.verb) == ("", "spills searched for")
    assert entry.detail == {"found": 1, "things": [world.things.item.public_id]}
    assert "arena" not in json.dumps(entry.detail)


class Leaflet(models.Model):
    """A kind of thing that nobody told the search about."""

    title = models.CharField(max_length=20)
    link = models.URLField()
    more = models.JSONField()
    size = models.IntegerField()

    class Meta:
        app_label = "tests"
        managed = False

    def __str__(self):
        return self.title


def test_a_new_model_is_covered_by_itself():
    assert text_columns(Leaflet) == ["title", "link", "more"]


@pytest.mark.parametrize("value", [["plain", {"label": "SECRET"}], {"SECRET": 1}])
def test_marking_inside_json_is_found(world, value):
    world.things.meeting.rules = value
    world.things.meeting.save(update_fields=["rules"])

    assert f"meeting {world.things.meeting.public_id}, group {world.group.public_id}, rules: SECRET" in search()
