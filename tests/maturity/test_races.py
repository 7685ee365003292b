"""Two connections at once."""

from threading import Thread

from django.db import IntegrityError, connection, transaction

from maturity import services
from maturity.models import Answer
from tests.maturity.answers import answer_all, answer_to, standing

PATIENCE = 0.5  # seconds


def test_a_change_that_meets_a_closing_waits_and_is_then_refused(own_database, world, assessment):
    """Even one that goes past the services: the trigger reads the state behind the closing's lock."""
    answer_all(assessment, by=world.people["chair"])
    answer, came = answer_to(assessment, "A1"), []

    def change():
        try:
            Answer.objects.filter(pk=answer.pk).update(level=4)
            came.append("changed")
        except IntegrityError:
            came.append("refused")
        finally:
            connection.close()

    changing = Thread(target=change)
    with transaction.atomic():
        services.close_assessment(assessment=assessment, by=world.people["chair"])
        changing.start()
        changing.join(PATIENCE)
        assert came == []
    changing.join()

    assert came == ["refused"]
    assert standing(answer).level == 3
