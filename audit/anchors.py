"""What stands outside the database of the chain: a line a minute in a file and in the log, when there is something new.

Whoever can write to the database can also compute its chain anew; they cannot call back what has left it.
"""

import fcntl
import logging
import os
import re
from datetime import UTC
from typing import NamedTuple

from audit.models import Seal

log = logging.getLogger("audit.anchors")

LINE = re.compile(r"\S+ seal (\d+), (\d+) entries, head ([0-9a-f]{64})")
LONGEST_LINE = 200  # bytes


class AnchorBroken(Exception):
    """What was anchored is not what stands in the database now, or cannot be read."""


class Anchor(NamedTuple):
    number: int
    count: int
    head: str


def line_of(seal):
    moment = f"{seal.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{moment} seal {seal.number}, {seal.count} entries, head {seal.head}"


def anchor_of(line):
    found = LINE.fullmatch(line.strip())
    if not found:
        raise AnchorBroken(f"this is no anchor: {line.strip()[:LONGEST_LINE]}")
    return Anchor(int(found[1]), int(found[2]), found[3])


def read_anchors(paths):
    """{number of a seal: what was anchored of it}."""
    found = {}
    for path in paths:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for anchor in (anchor_of(line) for line in lines if line.strip()):
                found.setdefault(anchor.number, set()).add(anchor)
    return found


def anchor_newest_seal(path):
    """Writes down the newest seal once. Raises AnchorBroken when the one written last is not in the database any more.

    The file is locked before the database is asked, so that of two workers none takes the other's line for a lost one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last_line(file)
        if last:
            _check(anchor_of(last))
        newest = Seal.objects.newest()
        if newest and (not last or newest.number > anchor_of(last).number):
            _write(file, line_of(newest))


def _last_line(file):
    file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_LINE))
    return file.read().decode(errors="replace").rstrip("\n").rpartition("\n")[2]


def _check(anchor):
    if not Seal.objects.filter(number=anchor.number, count=anchor.count, head=anchor.head).exists():
        raise AnchorBroken(f"seal {anchor.number} was anchored and is not in the database as it was then")


def _write(file, line):
    file.write(f"{line}\n".encode())
    file.flush()
    os.fsync(file.fileno())
    log.info(line)
