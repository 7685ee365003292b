"""The terms of reference, taken as a file."""

from documents.services import ask_for_document
from groups.terms_document import KIND, KIND_IN_WORD

KINDS = {"pdf": KIND, "docx": KIND_IN_WORD}


def export_terms(*, version, ending, by):
    """The job that makes the file: a Word document for `ending` "docx", otherwise the PDF."""
    ending = ending if ending in KINDS else "pdf"
    return ask_for_document(kind=KINDS[ending], subject=version, file_name=version.file_name(ending), by=by)
