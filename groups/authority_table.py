"""Reads a table of local authorities, such as mySociety's list of them, and says everything that is wrong with it.

Each fault names the line of the file and what to do about it; they are told all at once.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

NEEDED = {"name": "name", "gss": "gss", "type": "type", "nation": "nation"}  # column: field
WELCOME = {"region": "region", "county": "county", "start": "starts_on", "end": "ends_on", "replaced_by": "successor"}
LONGEST = {"name": 120, "type": 60, "nation": 20, "region": 60, "county": 60}  # characters
GSS = re.compile(r"[EWSNK][0-9]{8}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")  # with which UTF-16 begins


class Faults(Exception):
    """`args` are sentences, in the order of the file."""

    def __str__(self):
        return "\n".join(self.args)


@dataclass
class Line:
    """One authority of the table: `fields` of the columns that the table has, the successor by its GSS code."""

    number: int
    code: str
    fields: dict


def read_authorities(content):
    """The lines of a table, given as bytes. Raises Faults."""
    table = csv.DictReader(io.StringIO(_decoded(content), newline=""), strict=True)
    faults, lines = [], []
    try:
        _check_header(table.fieldnames or [])
        for number, row in _numbered(table):
            lines.append(_line(number, row, faults))
    except csv.Error as error:
        faults.append(f"Line {table.line_num + 1}: this is no CSV ({error}). Save the table as CSV again.")
    faults += [*_repeated(lines), *_successors(lines)]
    if not (faults or lines):
        faults = ["The table has no authority in it. Choose the file that has a line for each."]
    if faults:
        raise Faults(*sorted(faults, key=lambda fault: int((re.findall(r"^Line (\d+)", fault) or [0])[0])))
    return lines


def _decoded(content):
    if content.startswith(OTHER_ENCODINGS):
        raise Faults("Line 1: the file is in UTF-16. Save it as CSV in UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Faults(f"Line {line}: a character is not in UTF-8. Save the file as CSV in UTF-8.") from error
    if (at := text.find("\0")) >= 0:
        raise Faults(f"Line {text.count(chr(10), 0, at) + 1}: a character cannot be kept. Save the table as CSV again.")
    return text


def _check_header(names):
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Faults(f"Line 1: the column {' and '.join(missing)} is missing. Name the columns in the first line.")
    twice = [name for name, times in Counter(names).items() if times > 1 and name in NEEDED | WELCOME]
    if twice:
        raise Faults(f"Line 1: the column {' and '.join(twice)} stands there twice. Keep one of them.")
    if "replaced_by" in names and "code" not in names:
        raise Faults("Line 1: replaced_by needs the column code, whose codes it holds. Add it, or leave out both.")


def _numbered(table):
    """(the line on which it begins, row) of each; a name in quotes may go over several lines."""
    begins = table.line_num + 1
    for row in table:
        yield begins, row
        begins = table.line_num + 1


def _line(number, row, faults):
    if None in row or None in row.values():
        faults.append(f"Line {number}: it has not as many cells as the first line. Put names with commas in quotes.")
    cells = {column: (cell or "").strip() for column, cell in row.items() if column}
    fields = {field: cells[column] for column, field in (NEEDED | WELCOME).items() if column in cells}
    faults += [f"Line {number}: {fault}" for fault in _wrong_with(cells)]
    for name in {"starts_on", "ends_on"} & set(fields):
        fields[name] = day_of(fields[name])
    return Line(number, cells.get("code", ""), fields)


def _wrong_with(cells):
    yield from [f"{column} is empty. Fill it in." for column in NEEDED if not cells[column]]
    if cells["gss"] and not GSS.fullmatch(cells["gss"]):
        yield f"{cells['gss']} is no GSS code. It is a letter and eight figures, like E06000001."
    for column, most in LONGEST.items():
        if len(cells.get(column, "")) > most:
            yield f"{column} is longer than {most} characters. Shorten it."
    start, end = cells.get("start", ""), cells.get("end", "")
    for column, cell in {"start": start, "end": end}.items():
        if cell and day_of(cell) is None:
            yield f"{column} is no day: {cell[:20]}. Write it as year-month-day, like 2027-03-31."
    if day_of(start) and day_of(end) and day_of(end) < day_of(start):
        yield "it ends before it starts. Mend one of the two days."
    if cells.get("replaced_by") and not end:
        yield "it is replaced by another and has no end. Write its last day into end."


def day_of(cell):
    """The day written there, or None."""
    try:
        return date.fromisoformat(cell) if DAY.fullmatch(cell) else None
    except ValueError:
        return None


def _repeated(lines):
    """Codes and names that stand on an earlier line, too."""
    first = {}
    for line in lines:
        for column, cell in [("gss", line.fields["gss"]), ("name", line.fields["name"]), ("code", line.code)]:
            earlier = first.setdefault((column, cell.casefold()), line.number)
            if cell and earlier != line.number:
                yield f"Line {line.number}: {column} {cell} stands on line {earlier} already. Each is given once."


def _successors(lines):
    """Puts the GSS code in place of the file's own code."""
    gss_of = {line.code: line.fields["gss"] for line in lines if line.code}
    for line in lines:
        code = line.fields.get("successor", "")
        if code and (code not in gss_of or code == line.code):
            yield (
                f"Line {line.number}: replaced_by {code[:40]} is the code of no other line. Write the code of the one "
                "authority that takes over, or leave it empty."
            )
        line.fields |= {"successor": gss_of.get(code)} if "successor" in line.fields else {}
