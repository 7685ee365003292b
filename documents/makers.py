"""The kinds of document. Each app registers its own in AppConfig.ready, so that this one knows none of them."""

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
    """

    access: Callable
    content: Callable
    make: Callable
    media_type: str


MAKERS = {}
PDF = "application/pdf"
WORD_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def register(kind, *, access, content, make, media_type=PDF):
    MAKERS[kind] = Maker(access, content, make, media_type)
