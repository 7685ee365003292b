"""An assessment of the first theme on each side; the other side's answers carry CANARY."""

import pytest
from django.core.management import call_command

from maturity import services
from maturity.models import Framework
from tests.maturity.answers import answer_all, start


@pytest.fixture
def framework(db):
    call_command("load_framework", verbosity=0)
    return Framework.objects.get(key="papg-illustrative-maturity")


@pytest.fixture
def assessment(world, framework):
    return start(world, framework)


@pytest.fixture
def other_assessment(world, framework):
    """The other group's, answered and closed."""
    assessment = start(world.other, framework)
    answer_all(assessment, by=world.other.people["chair"], word=world.other.word)
    return assessment


@pytest.fixture
def closed(world, assessment):
    answer_all(assessment, by=world.people["chair"])
    services.close_assessment(assessment=assessment, by=world.people["chair"])
    return assessment
