"""`make planted` takes minutes, so it is no part of the suite; that its faults still fit the code is."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PATCHES = sorted((ROOT / "tests/planted").glob("*.patch"))


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_planted_fault_fits_the_code(patch):
    fits = subprocess.run(["git", "apply", "--check", "-C1", patch], cwd=ROOT, capture_output=True, text=True)
    assert fits.returncode == 0, f"{fits.stderr}plant it anew"


def test_there_are_enough():
    assert len(PATCHES) >= 12
