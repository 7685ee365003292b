"""`make planted` takes minutes, so it is no part of the suite; that its faults still fit the code is."""

from pathlib import Path

import pytest

from tests.planted.faults import FAULTS

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_planted_fault_fits_the_code(fault):
    assert (ROOT / fault.file).read_text().count(fault.stands) == 1, "plant it anew"
    assert fault.becomes != fault.stands


def test_each_has_a_name_of_its_own():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
