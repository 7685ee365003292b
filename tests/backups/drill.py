"""What the tests of backing up and restoring share."""

import shutil
from contextlib import closing

from django.db import connections

from bin.backup import KeptFiles
from bin.tally import asked, connect, tally
from tests.databases import WORKER

SOURCE, RESTORED = f"papg_{WORKER}_source", f"papg_{WORKER}_restored"
PASSWORD = "copper lantern ferry moss"
KEY = bytes(range(32))
KEYS = {"plain": None, "encrypted": KEY}
DOCUMENTS = [b"%PDF-1.7 Westhaven terms", b"%PDF-1.7 Eastmere terms"]


def empty(place):
    """Where the files of a service go that has none yet."""
    return KeptFiles(place / "documents", place / "anchors")


def address(user, name=SOURCE):
    return {"host": connections["default"].settings_dict["HOST"], "user": user, "dbname": name}


def asked_of(database, *queries):
    with closing(connect(database)) as opened, opened.cursor() as cursor:
        return [asked(cursor, query) for query in queries]


def tally_of(database):
    with closing(connect(database)) as opened:
        return tally(opened)


def damaged(folder, place, change):
    """A copy in which `change` has done something to the folder."""
    shutil.copytree(folder, place)
    change(place)
    return place


def flip(path, bit):
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
