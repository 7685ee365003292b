"""What leaves the service, through the real web server, worker and beat, and a real mail server of our own."""

import json
import os
import socketserver
import threading
import time
import urllib.request
from contextlib import contextmanager
from datetime import timedelta

import redis
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bin.processes import Processes
from documents import store
from documents.models import Job
from documents.services import ask_for_document
from meetings.models import Meeting
from notices.models import Notice
from tests.databases import MIGRATED, WORKER

REDIS_DATABASE = 24 + int(WORKER.removeprefix("gw"))
PATIENCE = 60  # seconds


class TakesMail(socketserver.StreamRequestHandler):
    """As much of SMTP as a mail client needs; keeps (sender, recipients, text)."""

    def handle(self):
        self.answer("220 here")
        recipients = []
        while line := self.rfile.readline().decode().strip():
            match line.upper().split(":")[0]:
                case "RCPT TO":
                    recipients.append(line.partition("<")[2].partition(">")[0])
                case "DATA":
                    self.answer("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    self.server.taken.append((recipients, b"".join(lines).decode()))
                case "QUIT":
                    self.answer("221 bye")
                    break
            self.answer("250 fine")

    def answer(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), TakesMail) as server:
        server.taken = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@contextmanager
def whole_service(folder, mail, address):
    """Web, worker and beat on this test's own database, with a sweep each second."""
    environment = os.environ | {
        "DATABASE_URL": os.environ["DATABASE_URL"].removesuffix(MIGRATED) + connection.settings_dict["NAME"],
        "REDIS_URL": os.environ["REDIS_URL"].replace("?db=0", f"?db={REDIS_DATABASE}"),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.server_address[1]}",
        "FILES_DIR": str(folder / "files"),
        "AUDIT_ANCHOR_FILE": str(folder / "audit-anchors"),
        "SITE_ADDRESS": "https://papg.example",
        "SWEEP_SECONDS": "1",
    }
    redis.from_url(environment["REDIS_URL"]).flushdb()
    with (folder / "log").open("w") as log:
        processes = Processes(environment, address, output=log)
        try:
            processes.start()
            processes.wait_until_it_answers()
            yield
            processes.check()
        finally:
            processes.stop()


def until(happened):
    patience = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < patience
        time.sleep(0.1)


def health(address):
    with urllib.request.urlopen(f"http://{address}/healthz", timeout=5) as answer:
        return json.load(answer)


def free_address():
    with socketserver.TCPServer(("127.0.0.1", 0), None) as server:
        return f"127.0.0.1:{server.server_address[1]}"


def test_reminder_and_document_leave_through_worker_and_mail_server(own_database, world, tmp_path, settings):
    """One test, since starting the service costs more than all that it checks."""
    settings.FILES_DIR = tmp_path / "files"
    Meeting.objects.create(group=world.group, number=11, starts_at=timezone.now() + timedelta(hours=20))
    job = ask_for_document(  # its task goes to a broker that this service does not use: the sweep must find the job
        kind="terms", subject=world.things.terms, file_name="terms.pdf", by=world.people["planner"]
    )
    address = free_address()

    with mail_server() as mail, whole_service(tmp_path, mail, address):
        until(lambda: Job.objects.get(pk=job.pk).is_ready)
        until(lambda: Notice.objects.exists() and not Notice.objects.waiting().exists())
        until(lambda: set(health(address).values()) == {"ok"})
        parts = health(address)
        time.sleep(2.5)  # two more sweeps, which have nothing left to send

    assert set(parts) == {"database", "redis", "audit", "reminders", "documents", "copies", "membership", "mail"}
    of_the_trail = [(one, text) for one, text in mail.taken if "Subject: The audit trail this week" in text]
    auditors = sorted([side.people["auditor"].email] for side in (world, world.other))
    assert sorted(one for one, _text in of_the_trail) == auditors
    call_command("verify_audit", "--anchors", tmp_path / "audit-anchors")
    assert (tmp_path / "audit-anchors").read_text().splitlines()[-1] in (tmp_path / "log").read_text()
    reminders = [(one, text) for one, text in mail.taken if (one, text) not in of_the_trail]
    assert sorted(one for one, _text in reminders) == sorted([email] for email in expected_addresses(world))
    for _one, text in reminders:
        assert "Subject: A meeting is coming up" in text
        assert "Auto-Submitted: auto-generated" in text
        assert "https://papg.example/meetings/" in text
        assert world.word not in text.replace("westhaven.example", "")
    assert store.bytes_of(Job.objects.get(pk=job.pk).file).startswith(b"%PDF-1.7")


def expected_addresses(world):
    notices = Notice.objects.filter(kind="meeting_reminder", sent_at__isnull=False).select_related("person")
    sent = {notice.person.email for notice in notices}
    assert {world.people["planner"].email, world.people["chair"].email} < sent
    assert world.people["ended"].email not in sent
    return sent
