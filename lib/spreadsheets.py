"""Tables as files that spreadsheets write and open."""

import csv
import io
import itertools

from openpyxl import load_workbook

from lib.marked_files import rows_in_csv

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(columns, rows):
    """The bytes of a CSV file, in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell):
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell


def rows_of(name, content, most_rows, most_columns):
    """The cells of a CSV file or of an XLSX file's first sheet, as texts; a formula is the text that it is.

    Of a longer or wider table, a row and a column more than asked for, so that the caller can tell.
    """
    rows = _rows_of_xlsx(content, most_columns + 1) if name.lower().endswith(".xlsx") else rows_in_csv(content)
    return [[_text_of(cell) for cell in row[: most_columns + 1]] for row in itertools.islice(rows, most_rows + 1)]


def _rows_of_xlsx(content, most_columns):
    workbook = load_workbook(io.BytesIO(content), read_only=True)
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()  # which are what the file says of itself
    return sheet.iter_rows(max_col=most_columns, values_only=True)


def _text_of(cell):
    return "" if cell is None else str(cell).strip()
