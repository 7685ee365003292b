import time

import pytest
from django.core.management import CommandError, call_command

from accounts.models import DemoMark, User
from audit.models import Entry
from groups.reference import load_business_areas
from meetings.models import Minutes


@pytest.fixture
def demo_on(settings):
    settings.DEMO = True


def test_the_demo_is_made_once_and_quickly(db, mailoutbox, capsys):
    load_business_areas()
    began = time.process_time()
    call_command("demo")
    took = time.process_time() - began  # of this process: the machine may be busy
    counted = (User.objects.count(), Entry.objects.count())
    call_command("demo")

    assert capsys.readouterr().out.splitlines() == [
        "The demo is ready.",
        "The demo stands already: nothing was changed.",
    ]
    assert (User.objects.count(), Entry.objects.count()) == counted
    assert all(minutes.is_final for minutes in Minutes.objects.all())
    assert mailoutbox == []
    assert took < 5


def test_the_demo_stays_out_of_a_database_with_people(world):
    with pytest.raises(CommandError, match="empty"):
        call_command("demo")

    assert not DemoMark.objects.exists()


def test_the_demo_refuses_in_production(db, settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        call_command("demo")

    assert not User.objects.exists()
