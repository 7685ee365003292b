"""The migration that makes leaves of the notes, there and back, with a closed assessment among them."""

import pytest
from django.core.management import call_command
from django.db import connections

from maturity.models import EvidenceNote, EvidenceNoteText

OWNER = "owner"


def migrate_to(name):
    call_command("migrate", "maturity", name, database=OWNER, verbosity=0, interactive=False)


def notes_in_answers():
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT id, evidence_note FROM maturity_answer WHERE evidence_note <> ''")
        return dict(cursor.fetchall())


@pytest.mark.usefixtures("own_database")
def test_notes_go_back_into_their_answers_and_out_again_for_the_same_readers(world, closed):
    before = set(EvidenceNote.objects.values_list("answer", "text", "marking", "audience", "written_by"))
    assert len(before) == 5

    migrate_to("0004")
    assert notes_in_answers() == {answer: text for answer, text, *_rest in before}

    migrate_to("0010")
    assert set(EvidenceNote.objects.values_list("answer", "text", "marking", "audience", "written_by")) == before
    kept = EvidenceNoteText.objects.values_list("thing__answer", "edition", "text", "by")
    assert set(kept) == {(answer, 1, text, writer) for answer, text, _marking, _audience, writer in before}
