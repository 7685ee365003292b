"""The coverage board on paper: the same for everybody in the group, on the day on which it was asked for."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.text import slugify

from documents import makers
from groups.access import access_group
from groups.models import Marking
from overview.board import NOBODY, SQUARE_OF, board_of

KIND = "coverage_board"


def register():
    makers.register(KIND, access=access_group, content=content_of, make=pages_of)


def board_file_name(group):
    return f"coverage-board-{slugify(group.lead_authority.name)[:60]}-{timezone.localdate()}.pdf"


# What it says ---------------------------------------------------------------------------------------------------------


def content_of(group):
    board = board_of(group)
    return {
        "group": group.name,
        "authority": group.lead_authority.name,
        "marking": Marking.OFFICIAL.label,
        "day": written(timezone.localdate(), "j F Y"),
        "covered": board.seating.covered_count,
        "five": board.five_count,
        "sections": [
            {"heading": heading, "hint": hint, "rows": [row_of(row) for row in rows]}
            for heading, hint, rows in board.sections
        ],
        "open": [{"title": check.title, "why": check.why} for check in board.open_checks],
        "answered": [answered(check) for check in board.answered_checks],
    }


def row_of(row):
    area, seat, left = row.place.area, row.seat, row.place.left
    return {
        "area": area.name,
        "portfolios": [portfolio["name"] for portfolio in area.portfolios_here],
        "holders": area.holders,
        "member": seat.name if seat else "",
        "about": row.about_seat,
        "left": {"name": left.name, "on": day(left.ends_at), "days": row.place.days_vacant} if left else None,
        "deputies": seat.standing_in if seat else [],
        "squares": row.squares,
        "last_came": {"on": day(row.last_came[0]), "who": row.last_came[1]} if row.last_came else None,
        "update": update_of(row.update) if row.update else None,
        "state": row.state[0],
        "is_gap": row.is_gap,
    }


def update_of(update):
    return {
        "words": update.words,
        "filed_on": day(update.filed_at) if update.filed_at else "",
        "meeting_on": day(update.meeting_at),
    }


def answered(check):
    answer = check.answer
    return {
        "title": check.title,
        "kind": answer.get_kind_display(),
        "reason": answer.reason,
        "by": answer.by_name,
        "on": day(answer.at),
        "ask_again_on": written(answer.ask_again_on, "j F Y") if answer.ask_again_on else "",
    }


def day(moment):
    return written(timezone.localtime(moment), "j F Y")


# Its pages ------------------------------------------------------------------------------------------------------------


def pages_of(content, sha256):
    from lib import pdf  # WeasyPrint takes a second to load, which only the worker should pay

    return pdf.bytes_of(pdf.drawn(html(content, sha256)))


def html(content, sha256):
    fingerprint = " ".join(sha256[start : start + 4] for start in range(0, 12, 4))
    legend = [SQUARE_OF[came] for came in ["here", "deputy", "apologies"]] + [NOBODY]
    return render_to_string("pdf/coverage_board.html", {**content, "legend": legend, "fingerprint": fingerprint})
