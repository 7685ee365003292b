"""HTML made into a Word document (DOCX): the same pages that lib/pdf.py draws, as text that can be worked on.

How a thing looks is its style in lib/word/, never its own formatting; the page's classes choose the style. The same
HTML is the same bytes.
"""

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from lxml import html as lxml_html

from lib.markdown import printable

FOLDER = Path(__file__).parent / "word"
PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
} | {f"word/{name}": name for name in ["document.xml", "styles.xml", "numbering.xml"]}
PARTS |= {f"word/{name}": name for name in ["settings.xml", "header.xml", "footer.xml"]}

LINE_END = re.compile(r"\s*\n\Z")  # before a block, or before the end of one
WHITE = re.compile(r"[ \t\r\n\f]+")
# What Word takes for an address; it refuses a whole file for one that it cannot read
ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?([/?#][!-~]*)?|mailto:[!-~]+@[!-~]+", re.ASCII)
MARKS = {
    frozenset(): None,
    frozenset({"strong"}): "Strong",
    frozenset({"em"}): "Emphasis",
    frozenset({"strong", "em"}): "Strong Emphasis",
}
LISTS = {"ul": "List Bullet", "ol": "List Number"}
NUMBERED_LIST, DEEPEST = 3, 2  # in lib/word/numbering.xml: its number and its innermost level
STYLE_OF = {"lead": "Subtitle", "numbered": "Paragraph Numbered"}
STYLE_IN = {"clauses": "Clause", "para": "Paragraph Continued", "remark": "Remark"}
FACTS = {"control", "facts"}  # tables of names and values, without a row of heads
MILLIMETRES = re.compile(r"\d+(?=mm)")
PAGE_WIDTH = Mm(170)
LONGEST_PROPERTY = 255  # characters, by the format


def bytes_of(html):
    """The document of a page. Of a picture, only what the page says besides is in it."""
    page = lxml_html.document_fromstring(printable(html))
    document = Document(_zipped({name: (FOLDER / file).read_bytes() for name, file in PARTS.items()}))
    _describe(document.core_properties, page)
    _fill_margins(document.sections[0], _text_of(page, "marking"), _text_of(page, "version"))
    _say_for_whom(document.sections[0], page)
    Writer(document, page).write(page.find("body"))
    saved = BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as package:
        return _zipped({name: package.read(name) for name in package.namelist()}).getvalue()


def _zipped(parts):
    """A package whose bytes say nothing of when it was made."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    packed.seek(0)
    return packed


# What stands around the text ------------------------------------------------------------------------------------------


def _describe(properties, page):
    told = {meta.get("name"): meta.get("content") for meta in page.iter("meta") if meta.get("name")}
    properties.title = page.findtext("head/title")[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = told["author"][:LONGEST_PROPERTY]
    properties.subject = told["description"][:LONGEST_PROPERTY]
    properties.language = page.get("lang")
    properties.created = properties.modified = datetime.fromisoformat(told["dcterms.modified"])
    properties.revision = 1


def _text_of(page, name):
    """What the first element of this class says: the page's style sheet puts the same into the margins of the PDF."""
    return page.find_class(name)[0].text_content()


def _fill_margins(section, marking, version):
    section.header.paragraphs[0].add_run(marking, "Marking")
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{version}\t")
    foot.add_run(marking, "Marking")
    foot.add_run("\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _say_for_whom(section, page):
    """On each page of what is made for one reader."""
    for named in page.find_class("copy"):
        section.footer.add_paragraph(named.text_content(), section.footer.paragraphs[0].style)


def _field(paragraph, instruction):
    field = OxmlElement("w:fldSimple", {qn("w:instr"): instruction})
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


# The text -------------------------------------------------------------------------------------------------------------


class Writer:
    """Writes the elements of a page one after another; `bookmarks`: the names of what the contents lead to."""

    def __init__(self, document, page):
        self.document = document
        headings = [heading.get("id") for heading in page.iter("h2") if heading.get("id")]
        self.bookmarks = {name: f"_Toc{number:06}" for number, name in enumerate(headings, start=1)}
        self.writers = {
            "h1": self.heading,
            "h2": self.heading,
            "h3": self.heading,
            "p": self.paragraph,
            "ul": self.list,
            "ol": self.list,
            "blockquote": self.quotation,
            "table": self.table,
            "nav": self.contents,
        }

    def write(self, element):
        for child in element:
            self.writers.get(child.tag, self.write)(child)

    def heading(self, element):
        paragraph = self.document.add_paragraph(style=_style_of_heading(element))
        self.words(paragraph, element)
        name = self.bookmarks.get(element.get("id"))
        if name:
            numbered = {qn("w:id"): str(int(name[4:]))}
            paragraph.runs[0]._r.addprevious(OxmlElement("w:bookmarkStart", {**numbered, qn("w:name"): name}))
            paragraph._p.append(OxmlElement("w:bookmarkEnd", numbered))

    def paragraph(self, element):
        style = STYLE_OF.get(element.get("class")) or STYLE_IN.get(element.getparent().get("class"), "Normal")
        self.words(self.document.add_paragraph(style=style), element)

    def quotation(self, element):
        for child in element:
            if child.tag == "p":
                self.words(self.document.add_paragraph(style="Quote"), child)
            else:
                self.writers[child.tag](child)

    def list(self, element, level=0):
        style = LISTS[element.tag] + ("" if level == 0 else f" {level + 1}")
        number = self.next_list(element, level) if element.tag == "ol" else None
        for item in element.iterchildren("li"):
            self.item(item, style, number, level)

    def item(self, element, style, number, level):
        """Its own words, then what else stands in it: paragraphs that go on, and lists within the list."""
        paragraph = self.document.add_paragraph(style=style)
        if number:
            _number(paragraph, number, level)
        paragraphs = element.findall("p")
        self.words(paragraph, paragraphs[0] if paragraphs else element)
        for child in element:
            if child.tag in LISTS:
                self.list(child, min(level + 1, DEEPEST))
            elif child.tag == "blockquote":
                self.quotation(child)
            elif child in paragraphs[1:]:
                self.words(self.document.add_paragraph(style="List Continue"), child)

    def next_list(self, element, level):
        numbering = self.document.part.numbering_part.element
        number = numbering.add_num(NUMBERED_LIST)
        number.add_lvlOverride(ilvl=level).add_startOverride(int(element.get("start", 1)))
        return number.numId

    # Words

    def words(self, paragraph, element, marks=frozenset(), link=None):
        """The text of an element, without that of the blocks which stand in it."""
        self.say(paragraph, element.text, marks, link)
        for child in element.iterchildren("br", "strong", "em", "a", "span"):
            if child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "a":
                self.words(paragraph, child, marks, self.link(child.get("href", "")))
            elif child.get("class") == "number":
                paragraph.add_run(child.text_content(), "Strong").add_tab()
            else:
                self.words(paragraph, child, marks | {child.tag} - {"span"}, link)
            self.say(paragraph, child.tail, marks, link)

    def say(self, paragraph, text, marks, link):
        text = WHITE.sub(" ", LINE_END.sub("", text or ""))
        if not paragraph.text or paragraph.text.endswith("\n"):
            text = text.lstrip(" ")
        if text:
            run = paragraph.add_run(text, "Hyperlink" if link else MARKS[marks])
            if link:
                hyperlink = OxmlElement("w:hyperlink", link)
                run._r.addprevious(hyperlink)
                hyperlink.append(run._r)

    def link(self, address):
        """The attributes of a link; None where the address leads nowhere that Word knows."""
        if not ADDRESS.fullmatch(address):
            return None
        return {qn("r:id"): self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}

    # Contents

    def contents(self, element):
        """A table of contents that Word can make anew; without page numbers, which only Word could keep right."""
        self.document.add_paragraph(element.findtext("h2"), "TOC Heading")
        entries = [self.entry(link) for link in element.iter("a")]
        for kind, before in [("begin", None), ("separate", ' TOC \\o "1-1" \\u \\n \\h ')]:
            entries[0]._p.insert(-1, _piece_of_field(kind, before))
        entries[-1]._p.append(_piece_of_field("end"))
        entries[-1].add_run().add_break(WD_BREAK.PAGE)

    def entry(self, link):
        paragraph = self.document.add_paragraph(style="toc 1")
        hyperlink = OxmlElement("w:hyperlink", {qn("w:anchor"): self.bookmarks[link.get("href")[1:]]})
        hyperlink.append(paragraph.add_run(link.text_content())._r)
        paragraph._p.append(hyperlink)
        return paragraph

    # Tables

    def table(self, element):
        caption, classes = element.findtext("caption"), {*element.get("class", "").split()}
        if caption:
            self.document.add_paragraph(caption, "Caption" if "control" in classes else "Heading 2")
        widths = [Mm(int(MILLIMETRES.search(column.get("style"))[0])) for column in element.iter("col")]
        table = self.document.add_table(0, len(widths), "Table Facts" if classes & FACTS else "Table Rows")
        table.autofit = False
        head = element.find("thead/tr")
        _look(table, head is not None, caption or _words_of(head), widths)
        for row in element.iter("tr"):
            self.row(table.add_row(), row, widths, _styles_in_row(row, classes))
        if element.getnext() is None:
            self.document.add_paragraph(style="Table End")

    def row(self, row, element, widths, styles):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if element.getparent().tag == "thead":
            properties.append(OxmlElement("w:tblHeader"))
        for cell, of_cell, width in zip(row.cells, element, widths, strict=True):
            cell.width = width
            self.cell(cell, of_cell, styles[of_cell.tag])

    def cell(self, cell, element, style):
        if element.get("class") == "withheld":
            style = "Table Withheld"
        lines = [(line, "Table Note" if line.tag == "small" else style) for line in element.iter("small", "li")]
        if not lines or (element.text or "").strip():
            lines.insert(0, (element, style))
        paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _line in lines[1:])]
        for paragraph, (line, of_line) in zip(paragraphs, lines, strict=True):
            paragraph.style = of_line
            self.words(paragraph, line)


def _styles_in_row(row, classes):
    """Of its heads and of its cells. The rows of a small table stay on one page."""
    if row.getparent().tag == "thead":
        return {"th": "Table Head"}
    if classes & FACTS and row.getnext() is not None:
        return {"th": "Table Head", "td": "Table Fact"}
    if "signing" in classes:
        return {"th": "Table To Sign", "td": "Table To Sign"}
    return {"th": "Table Name" if "bold-first" in classes else "Table Text", "td": "Table Text"}


def _style_of_heading(element):
    if element.tag != "h2":
        return {"h1": "Title", "h3": "Heading 2"}[element.tag]
    return {"numbered": "Heading 1", "begins": "Heading Schedule"}.get(
        element.getparent().get("class"), "Heading Unnumbered"
    )


def _number(paragraph, number, level):
    """A numbered list begins again at its own number, which is the paragraph's and cannot be a style's."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def _piece_of_field(kind, instruction=None):
    run = OxmlElement("w:r")
    if instruction:
        text = OxmlElement("w:instrText", {qn("xml:space"): "preserve"})
        text.text = instruction
        run.append(text)
    run.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): kind}))
    return run


def _words_of(row):
    return ", ".join(cell.text_content() for cell in row)


def _look(table, has_head, caption, widths):
    """That its first row and column are heads, how wide it is, and what a screen reader calls it."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    look.set(qn("w:firstRow"), str(int(has_head)))
    look.set(qn("w:val"), f"{0x0680 + 0x20 * has_head:04X}")
    look.addnext(OxmlElement("w:tblCaption", {qn("w:val"): caption}))
    whole = properties.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(Emu(PAGE_WIDTH).twips))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
