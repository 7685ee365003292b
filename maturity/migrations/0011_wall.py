from django.db import migrations

from lib.wall import walled, walled_by


class Migration(migrations.Migration):
    dependencies = [("maturity", "0010_evidence_notes"), ("groups", "0013_wall")]

    operations = [
        *walled("maturity_assessment", "maturity_answer", "maturity_evidencenote", "maturity_gapaction"),
        *walled_by("maturity_answer", "thing_id", "maturity_answertext"),
        *walled_by("maturity_answer", "content_object_id", "maturity_answerreader"),
        *walled_by("maturity_evidencenote", "thing_id", "maturity_evidencenotetext"),
        *walled_by("maturity_evidencenote", "content_object_id", "maturity_evidencenotereader"),
    ]
