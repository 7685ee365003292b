"""The mails that left, from the folder in which the demo's mail backend keeps them."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

MOST = 100
BETWEEN = "-" * 79  # what Django's file backend writes after each mail


@dataclass(frozen=True)
class Mail:
    at: datetime
    to: str
    subject: str
    body: str


def newest_mails():
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    files = sorted(Path(folder).glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True) if folder else []
    mails = (mail for path in files for mail in reversed(list(_mails_in(path))))
    return [mail for mail, _ in zip(mails, range(MOST), strict=False)]


def _mails_in(path):
    for text in path.read_text().split(BETWEEN):
        if text.strip():
            message = email.message_from_string(text.strip(), policy=email.policy.default)
            yield Mail(_aware(message["Date"].datetime), message["To"], message["Subject"], message.get_content())


def _aware(moment):
    """A Date that ends in -0000 is UTC, though it names no zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
