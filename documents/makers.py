"""The kinds of document. Each app registers its own in AppConfig.ready, so that this one knows none of them."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Maker:
    """How one kind of document is made.

    `access(user, public_id)` gives what it is made of and what the user may do there, or raises Http404 or
    PermissionDenied: asked when the worker makes it and each time it is looked at or taken.
    `content(subject)` gives all that the document says, as JSON can hold it: its hash names the version.
    `make(content, sha256)` gives the bytes; besides, it reads only what never changes, so that equal content is an
    equal document.

    Where readers of the same thing may read different parts of it, `shown(subject, reader)` gives the things that this
    one reads. Such a document is made for its reader alone and kept for a day: `content(subject, reader)`, and
    `make(content, sha256, at)`, `at` being when it was asked for.
    """

    access: Callable
    content: Callable
    make: Callable
    media_type: str
    shown: Callable | None = None

    def hash_for(self, subject, reader):
        return hash_of(self.content_for(subject, reader))

    def content_for(self, subject, reader):
        return self.content(subject, reader) if self.shown else self.content(subject)

    def bytes_for(self, content, sha256, at):
        return self.make(content, sha256, at) if self.shown else self.make(content, sha256)


def hash_of(content):
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


MAKERS = {}
PDF = "application/pdf"
WORD_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def register(kind, *, access, content, make, media_type=PDF, shown=None):
    MAKERS[kind] = Maker(access, content, make, media_type, shown)
