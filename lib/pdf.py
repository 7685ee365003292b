"""HTML made into tagged PDF (PDF/UA-1)."""

import threading
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from lib.markdown import printable

# Pango is not built to draw in two threads at once, and the worker has two
ONE_AT_A_TIME = threading.Lock()


def drawn(html):
    """The pages. Nothing is fetched and no file is read: pictures come as data: addresses."""
    page = HTML(string=printable(html), url_fetcher=URLFetcher(allowed_protocols={"data"}))
    with ONE_AT_A_TIME:
        return page.render(pdf_variant="pdf/ua-1", presentational_hints=True)  # so that a list begins at its number


def bytes_of(pages):
    """The PDF of drawn pages: the same bytes for the same HTML."""
    with ONE_AT_A_TIME:
        written = pages.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"")
    with pikepdf.open(BytesIO(written)) as pdf:
        mend(pdf)
        finished = BytesIO()
        pdf.save(finished, deterministic_id=True)
    return finished.getvalue()


# What WeasyPrint 70 leaves undone for PDF/UA (its issues 1836 and 2508; of lists we know none) -----------------------


def mend(pdf):
    """Running headers become artifacts, so that they are not read out on each page; header cells say what they head;
    the items of a list hold no more than a label and a body."""
    for element, _parents in list(elements(pdf.Root.StructTreeRoot)):
        if element.get("/S") == Name.LI:
            gather_in_body(pdf, element)
    read_out = set()
    for element, parents in elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == Name.TH:
            say_what_it_heads(element, Name.Column if Name.THead in parents else Name.Row)
        read_out |= set(marks_of(element))
    for page in pdf.pages:
        make_artifacts(pdf, page, {mark for number, mark in read_out if number == page.obj.objgen})
        for note in page.get("/Annots", []):
            note.F = 4  # links are printed too


def elements(element, parents=()):
    """Every structure element below this one, with the kinds of those that it stands in."""
    yield element, parents
    for child in children(element):
        if isinstance(child, Dictionary) and child.get("/Type") not in (Name.MCR, Name.OBJR):
            yield from elements(child, (*parents, element.get("/S")))


def children(element):
    inside = element.get("/K", [])
    return list(inside) if isinstance(inside, Array) else [inside]


def marks_of(element):
    """(page, mark) of the pieces of the page's content that belong to this element."""
    for child in children(element):
        if isinstance(child, Dictionary):
            if child.get("/Type") == Name.MCR:
                yield child.get("/Pg", element.get("/Pg")).objgen, int(child.MCID)
        elif "/Pg" in element:
            yield element.Pg.objgen, int(child)


def gather_in_body(pdf, item):
    parts = {kind: [child for child in children(item) if kind == child.S] for kind in (Name.Lbl, Name.LBody)}
    loose = [child for child in children(item) if child.S not in parts]
    if loose:
        new = Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array())
        body = parts[Name.LBody][0] if parts[Name.LBody] else pdf.make_indirect(new)
        body.K = Array([*children(body), *loose])
        item.K = Array([*parts[Name.Lbl], body])
        for child in loose:
            child.P = body


def say_what_it_heads(cell, scope):
    spans = cell.get("/A")
    kept = (
        {key: spans[key] for key in ("/RowSpan", "/ColSpan") if key in spans} if isinstance(spans, Dictionary) else {}
    )
    cell.A = Dictionary({"/O": Name.Table, "/Scope": scope, **kept})


def make_artifacts(pdf, page, read_out):
    instructions = [
        ([Name.Artifact, Dictionary(Type=Name.Pagination)], operator)
        if is_unread(operands, operator, read_out)
        else (operands, operator)
        for operands, operator in pikepdf.parse_content_stream(page)
    ]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def is_unread(operands, operator, read_out):
    """Whether a piece of content begins here that no element claims."""
    marked = str(operator) == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]
    return marked and int(operands[1].MCID) not in read_out
