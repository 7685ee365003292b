"""What leaves the database of the chain: a line in a file, and in the log."""

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from audit.anchors import AnchorBroken, anchor_newest_seal, line_of
from audit.models import Seal
from audit.seals import seal_new_entries
from audit.services import seal_and_anchor
from tests.audit.trail import append
from tests.databases import MIGRATED, environment_on

pytestmark = pytest.mark.usefixtures("own_database")


def lines():
    return settings.AUDIT_ANCHOR_FILE.read_text().splitlines()


def test_there_is_a_line_for_each_seal_and_none_when_nothing_is_new(caplog):
    for _minute in range(3):
        append(2)
        seal_and_anchor()
        seal_and_anchor()

    wanted = [line_of(seal) for seal in Seal.objects.order_by("number")]
    assert (len(wanted), lines()) == (3, wanted)
    assert [record.message for record in caplog.records if record.name == "audit.anchors"] == wanted


def test_newest_is_anchored_when_earlier_ones_could_not_be():
    """The worker died before it wrote them: a head vouches for all before it."""
    for _minute in range(3):
        append()
        seal_new_entries()
    seal_and_anchor()

    assert lines() == [line_of(Seal.objects.get(number=3))]


def test_workers_at_once_write_each_line_once():
    def work():
        try:
            append()
            seal_and_anchor()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(12)]:
            done.result()

    numbers = [int(line.split()[2].rstrip(",")) for line in lines()]
    assert numbers == sorted(set(numbers))
    assert lines()[-1] == line_of(Seal.objects.newest())


@pytest.mark.parametrize("spoilt", ["nonsense\n", "2026-11-25T19:26:12Z seal 1, 2 entries, head"])
def test_line_that_cannot_be_read_stops_the_sealer(spoilt):
    settings.AUDIT_ANCHOR_FILE.write_text(spoilt)
    append()

    with pytest.raises(AnchorBroken, match="this is no anchor"):
        seal_and_anchor()


def test_folder_of_the_file_is_made(tmp_path):
    seal_new_entries()

    anchor_newest_seal(tmp_path / "new" / "anchors")

    assert (tmp_path / "new" / "anchors").read_text() == f"{line_of(Seal.objects.get())}\n"


def test_syslog_gets_the_lines_where_it_is_set():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(10)
        log = "import django, logging; django.setup(); logging.getLogger('audit.anchors').info('seal 1')"
        environment = environment_on(MIGRATED) | {"DJANGO_SETTINGS_MODULE": "papg.settings"}
        address = {"AUDIT_SYSLOG": f"127.0.0.1:{server.getsockname()[1]}"}
        subprocess.run([sys.executable, "-c", log], cwd=settings.BASE_DIR, env=environment | address, check=True)
        received = server.recv(1000)

    assert received.rstrip(b"\0").endswith(b"INFO audit.anchors: seal 1")
