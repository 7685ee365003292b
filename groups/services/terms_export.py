"""The terms of reference, taken as a file."""

from documents.services import ask_for_document
from groups import sign_off_document
from groups.terms_document import KIND, KIND_IN_WORD

KINDS = {"pdf": KIND, "docx": KIND_IN_WORD}
SIGN_OFF = "sign-off"


def export_terms(*, version, ending, by):
    """The job that makes the file: a Word document for `ending` "docx", who agreed for "sign-off", otherwise the PDF.

    A draft has no sign-off: nobody was asked.
    """
    if ending == SIGN_OFF and not version.is_draft:
        name = f"sign-off-{version.file_name('pdf')}"
        return ask_for_document(kind=sign_off_document.KIND, subject=version, file_name=name, by=by)
    ending = ending if ending in KINDS else "pdf"
    return ask_for_document(kind=KINDS[ending], subject=version, file_name=version.file_name(ending), by=by)
