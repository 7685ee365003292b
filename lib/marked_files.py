"""Protective markings in files: their text, headers and footers, comments and metadata.

Whatever cannot be looked at is refused: encrypted, broken, macros, files within files, pictures without text. Words
in a picture are not seen; a picture in a document with text passes.
"""

import csv
import io
import re
import zipfile
from xml.parsers import expat

from pypdf import PdfReader

from lib.protective_markings import markings_in, markings_in_name

LARGEST_FILE = 25_000_000  # bytes
LARGEST_UNPACKED = 100_000_000  # bytes of XML in one file
LARGEST_RATIO = 200  # of unpacked to packed; an honest document has some 10
MOST_PARTS, MOST_PAGES = 5_000, 2_000


class Unreadable(Exception):
    """The file cannot be looked at, so nobody knows what is in it. Its text says why, in words for the person."""


def markings_in_file(name, content):
    """The markings in the name and the bytes of a file. Raises Unreadable."""
    texts = texts_of(name.rsplit(".", 1)[-1].lower(), content)
    return list(dict.fromkeys([*markings_in_name(name), *(mark for text in texts for mark in markings_in(text))]))


def texts_of(ending, content):
    reads = READERS.get(ending)
    if reads is None:
        raise Unreadable(f"files that end in .{ending[:10]} cannot be looked at")
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"it is larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        return list(reads(content))
    except Unreadable:
        raise
    except Exception as error:  # the readers of other people's files raise whatever they like: all of it refuses
        raise Unreadable("it is broken, encrypted or not what its name says") from error


# Text -----------------------------------------------------------------------------------------------------------------


def _plain_texts(content):
    return [text_in(content)]


def text_in(content):
    """The text of bytes in UTF-8, UTF-16 or what Windows writes. Raises Unreadable, or what decoding raises."""
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    if "\x00" in text:
        raise Unreadable("it is no text")
    return text


def rows_in_csv(content):
    """By commas, semicolons (Excel where a comma is in numbers) or tabs, whichever there are most of."""
    text = text_in(content)
    delimiter = max(",;\t", key=text[:10_000].count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _cells_of_csv(content):
    return ["\n".join(row) for row in rows_in_csv(content)]


# PDF ------------------------------------------------------------------------------------------------------------------


def _texts_of_pdf(content):
    pdf = PdfReader(io.BytesIO(content))
    if pdf.is_encrypted:
        raise Unreadable("it is encrypted")
    if pdf.attachments:
        raise Unreadable("it holds other files")
    if len(pdf.pages) > MOST_PAGES:
        raise Unreadable("it has too many pages")
    pages = [page.extract_text() for page in pdf.pages]
    if not any(page.strip() for page in pages):
        raise Unreadable("it has no text, only pictures")
    return [*pages, *_metadata_of(pdf), *_notes_of(pdf), *_headings_of(pdf.outline)]


def _metadata_of(pdf):
    xmp = pdf.trailer["/Root"].get("/Metadata")
    told = [str(value) for value in (pdf.metadata or {}).values()]
    return [*told, *([_text_of_xml(xmp.get_object().get_data())] if xmp else [])]


def _notes_of(pdf):
    """Comments, stamps and the fields of forms."""
    notes = [note.get_object() for page in pdf.pages for note in page.get("/Annots") or []]
    return [str(note[key].get_object()) for note in notes for key in ("/Contents", "/V", "/T", "/Subj") if key in note]


def _headings_of(outline):
    for heading in outline:
        yield from _headings_of(heading) if isinstance(heading, list) else [str(heading.title)]


# Office: zipped XML ---------------------------------------------------------------------------------------------------

ENDS_A_LINE = set(
    """p h br cr si is c v comment title subject keyword keywords category description creator lpwstr li hyperlink
    table-cell user-defined oddHeader evenHeader firstHeader oddFooter evenFooter firstFooter initial-creator
    contentStatus lastModifiedBy manager company""".split()  # noqa: SIM905 a list of 40 strings is no easier to read
)
SAYS_SOMETHING = {"name", "title", "descr", "desc", "display"}  # attributes: names of sheets, words for pictures
CODES_OF_A_HEADER = re.compile(r'&(?:"[^"]*"|[0-9]{1,3}|[A-Z])')  # Excel's: &C&"Arial,Bold"&14SECRET
HARMLESS = re.compile(
    r"mimetype|.*/|.*\.(?:xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|odttf|ttf|rdf)|.*printerSettings\d*\.bin",
    re.IGNORECASE,
)
IS_XML = re.compile(r".*\.(?:xml|vml|svg|rdf)", re.IGNORECASE)


def _texts_of_office(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        _refuse_bomb(parts)
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("it is encrypted")
        if not all(HARMLESS.fullmatch(part.filename) for part in parts):
            raise Unreadable("it holds macros or other files")
        return [_text_of_xml(package.read(part)) for part in parts if IS_XML.fullmatch(part.filename)]


def _refuse_bomb(parts):
    """By the sizes that the package states; zipfile never gives more of a part than was stated."""
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    too_dense = unpacked > 5_000_000 and unpacked > LARGEST_RATIO * packed
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or too_dense:
        raise Unreadable("it unpacks to more than a document should")


def _text_of_xml(content):
    """What is written in XML, a line for each paragraph or cell. A document type is refused: entities come with it."""
    written, parser = [], expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.CharacterDataHandler = written.append
    parser.StartElementHandler = lambda _name, attributes: written.extend(
        f"\n{value}\n" for name, value in attributes.items() if name.split(" ")[-1] in SAYS_SOMETHING
    )
    parser.EndElementHandler = lambda name: written.append(_after(name.split(" ")[-1]))
    parser.Parse(content, True)
    return CODES_OF_A_HEADER.sub(" ", "".join(written))


def _refuse_doctype(*_named):
    raise Unreadable("it brings definitions of its own")


def _after(element):
    if element in ENDS_A_LINE:
        return "\n"
    return " " if element in ("tab", "s", "line-break") else ""


READERS = {
    "txt": _plain_texts,
    "csv": _cells_of_csv,
    "pdf": _texts_of_pdf,
    **dict.fromkeys(["docx", "xlsx", "odt", "ods"], _texts_of_office),
}
