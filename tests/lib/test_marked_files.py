"""Files: wherever a marking stands it is found, and what cannot be looked at is refused."""

import io

import pikepdf
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from lib.forms import GovForm, Spoken
from lib.marked_files import Unreadable, markings_in_file
from tests.lib.office_files import CORE, ODF, S, W, pdf, saved, zipped, zipped_parts

RUNS = f"<w:document {W}><w:p><w:r><w:t>SEC</w:t></w:r><w:r><w:t>RET</w:t></w:r></w:p></w:document>"
PLAIN = f"<w:document {W}><w:p><w:r><w:t>The secretary took the minutes.</w:t></w:r></w:p></w:document>"
PARAGRAPH = f"<w:x {W}><w:p><w:r><w:t>TOP SECRET</w:t></w:r></w:p></w:x>"
MARKED = {
    "text split over runs.docx": zipped(word__document=RUNS),
    "header.docx": zipped(word__document=PLAIN, word__header1=PARAGRAPH),
    "footer.docx": zipped(word__document=PLAIN, word__footer2=PARAGRAPH),
    "comment.docx": zipped(word__document=PLAIN, word__comments=PARAGRAPH),
    "title.docx": zipped(word__document=PLAIN, docProps__core=CORE.format("<dc:title>SECRET</dc:title>")),
    "subject.docx": zipped(word__document=PLAIN, docProps__core=CORE.format("<dc:subject>UK SECRET</dc:subject>")),
    "keywords.docx": zipped(word__document=PLAIN, docProps__core=CORE.format("<cp:keywords>UKEO</cp:keywords>")),
    "category.docx": zipped(word__document=PLAIN, docProps__core=CORE.format("<cp:category>SECRET</cp:category>")),
    "cell.xlsx": zipped(
        xl__sharedStrings=f"<sst {S}><si><t>Name</t></si><si><r><t>SECR</t></r><r><t>ET</t></r></si></sst>"
    ),
    "inline.xlsx": zipped(
        xl__worksheets__sheet1=f"<x {S}><c><is><t>Door</t></is></c><c><is><t>SECRET</t></is></c></x>"
    ),
    "printed.xlsx": zipped(xl__sheet1=f'<x {S}><oddHeader>&amp;C&amp;"Arial,Bold"&amp;14SECRET</oddHeader></x>'),
    "sheet.xlsx": zipped(xl__workbook=f'<workbook {S}><sheet name="TOP SECRET"/></workbook>'),
    "text.odt": zipped(content=ODF.format("<text:p>SEC<text:span>RET</text:span></text:p>")),
    "footer.odt": zipped(styles=ODF.format("<text:p>SECRET</text:p>")),
    "keyword.odt": zipped(meta=ODF.format("<meta:keyword>SECRET</meta:keyword>")),
    "cell.ods": zipped(content=ODF.format("<table:table-cell><text:p>SECRET</text:p></table:table-cell>")),
    "text.txt": b"Minutes\r\n\r\nSECRET\r\n",
    "wide.txt": "Minutes\n\nSECRET\n".encode("utf-16"),
    "western.txt": "Café\nSECRET\n".encode("cp1252"),
    "cell.csv": b"Venue,Marking\r\nArena,secret\r\n",
    "semicolons.csv": b"Venue;Marking\r\nArena;Top Secret\r\n",
    "page.pdf": pdf("<p>Plain</p><p>TOP SECRET</p>"),
    "title.pdf": pdf(Title="SECRET"),
    "subject.pdf": pdf(Subject="UK EYES ONLY"),
    "keywords.pdf": pdf(Keywords="STRAP1"),
    "UK SECRET arena.txt": b"Nothing to see",
}
CLEAN = {
    "minutes.docx": zipped(word__document=PLAIN, docProps__core=CORE.format("<dc:title>Secret ballot</dc:title>")),
    "risks.xlsx": zipped(xl__sharedStrings=f"<sst {S}><si><t>TOP</t></si><si><t>Secretary</t></si></sst>"),
    "notes.odt": zipped(content=ODF.format("<text:p>OFFICIAL-SENSITIVE</text:p>")),
    "plan.ods": zipped(content=ODF.format("<table:table-cell><text:p>Straps</text:p></table:table-cell>")),
    "notes.txt": "It must not be marked SECRET. Café.".encode(),
    "roll.csv": b"Name,Role\r\nJo Marsh,Secretary\r\n",
    "terms.pdf": pdf("<p>OFFICIAL-SENSITIVE</p><p>The secretary</p>", Title="Terms of reference"),
}


def locked_pdf():
    with pikepdf.open(io.BytesIO(pdf())) as document:
        return saved(document, encryption=pikepdf.Encryption(owner="one", user=""))


def pdf_with_a_file():
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.attachments["x.txt"] = b"SECRET"
        return saved(document)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "SEC"><!ENTITY b "&a;RET">]><x>&b;</x>'
REFUSED = {
    "doctype.docx": zipped(word__document=ENTITIES),
    "bomb.docx": zipped(word__document="<x>" + " " * 30_000_000 + "</x>"),
    "macros.docx": zipped_parts({"word/document.xml": PLAIN, "word/vbaProject.bin": "x"}),
    "inner.docx": zipped_parts({"word/document.xml": PLAIN, "word/embeddings/inner.docx": "x"}),
    "broken.docx": b"PK\x03\x04 and no more",
    "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "half.docx": zipped(word__document="<w:p>SECRET"),
    "broken.pdf": b"%PDF-1.7 and no more",
    "locked.pdf": locked_pdf(),
    "with a file.pdf": pdf_with_a_file(),
    "picture.pdf": pdf(""),
    "binary.txt": b"a\x00b",
    "old.doc": b"anything",
    "no ending": b"anything",
    "large.txt": b"a" * 25_000_001,
}


@pytest.mark.parametrize("name", MARKED)
def test_a_marking_is_found_wherever_it_stands(name):
    assert markings_in_file(name, MARKED[name]) != []


@pytest.mark.parametrize("name", CLEAN)
def test_an_ordinary_file_passes(name):
    assert markings_in_file(name, CLEAN[name]) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_looked_at_is_refused(name):
    with pytest.raises(Unreadable):
        markings_in_file(name, REFUSED[name])


class UploadField(Spoken, forms.FileField):
    pass


class UploadForm(GovForm):
    paper = UploadField(label="Paper", missing="Choose a file")


def errors_for(name, content):
    form = UploadForm({}, MultiValueDict({"paper": [SimpleUploadedFile(name, content)]}))
    return form.errors.get("paper", [])


def test_a_file_field_of_any_form_looks_into_the_file():
    assert errors_for("minutes.docx", CLEAN["minutes.docx"]) == []
    [marked] = errors_for("header.docx", MARKED["header.docx"])
    [locked] = errors_for("locked.pdf", REFUSED["locked.pdf"])
    assert marked.startswith("Paper carries TOP SECRET. PAPG holds nothing above OFFICIAL-SENSITIVE")
    assert locked == ("Paper cannot be looked at for protective markings, because it is encrypted. Choose another file")
