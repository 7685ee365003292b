"""Tables as files that spreadsheets open."""

import csv
import io

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
