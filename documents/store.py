"""The bytes of made documents, under FILES_DIR, each file named by its SHA-256 and readable by the service alone."""

import hashlib
import os
import tempfile

from django.conf import settings
from django.db import transaction

from documents.models import StoredFile


class Lost(Exception):
    """The file is gone, or its bytes are not those that were stored."""


def keep(content, media_type):
    """Stores the bytes and returns their StoredFile; the same bytes are kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    _write(path_of(sha256), content)
    file, _ = StoredFile.objects.get_or_create(sha256=sha256, defaults={"media_type": media_type, "size": len(content)})
    return file


def bytes_of(file):
    """The bytes of a StoredFile, looked at before they leave. Raises Lost."""
    try:
        content = path_of(file.sha256).read_bytes()
    except FileNotFoundError as error:
        raise Lost(file.sha256) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Lost(file.sha256)
    return content


def is_whole(file):
    try:
        return bool(bytes_of(file))
    except Lost:
        return False


def forget(file):
    """Its row now, and its bytes once that is committed."""
    file.delete()
    transaction.on_commit(lambda: path_of(file.sha256).unlink(missing_ok=True))


def path_of(sha256):
    return settings.FILES_DIR / sha256


def _write(path, content):
    """Whole or not at all: written beside it under another name (which mkstemp makes 0600), then renamed."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)
