"""What stands on the pages of an open summary and of a report upwards."""

from django.urls import reverse

from groups.names import name_in
from groups.roles import Permission
from meetings.models import UpwardReport
from meetings.open_summary import content_for, read_by
from meetings.paper_access import PUBLISH, REPORT, is_sent_up_to, summary_state_of
from meetings.upward import add_today, all_passages, passages_for


def papers_of(minutes, user, may):
    """(words, address) of the pages made of approved minutes that this person may open."""
    if not minutes.is_final:
        return []
    summary = summary_state_of(minutes, may)
    report = getattr(minutes, "upward_report", None)  # came with the minutes, without its words
    report_state = report.get_state_display() if report else ""
    pages = []
    if PUBLISH & may or summary:
        pages.append((words_for(summary, "Open summary"), "meetings:summary_detail"))
    if REPORT & may or is_sent_up_to(user, report):
        pages.append((words_for(report_state, "Report to the senior owner"), "meetings:upward_report_detail"))
    return [(says, reverse(name, args=[minutes.public_id])) for says, name in pages]


def words_for(state, name):
    return f"{name}: {state.lower()}" if state else name


def summary_page(minutes, summary, user, may):
    """What was put forward, or before that what this person would put forward; and what they can do about it."""
    waits = summary is not None and summary.state == summary.State.ASKED
    if waits:
        return {"waits": True, **_waiting_page(minutes, summary, user, may)}
    draft = content_for(minutes, user)["sections"] if Permission.CIRCULATE_MINUTES in may else []
    published = summary.content["sections"] if summary and summary.is_published else []
    return {
        "sections": published or draft,
        "can_ask": bool(draft) and draft != published,
        **_names(minutes, summary),
    }


def _waiting_page(minutes, summary, user, may):
    sections, kept_back = read_by(summary, user)
    is_second = Permission.APPROVE_MINUTES in may and user.pk != summary.asked_by_id
    return {
        "sections": sections,
        "kept_back": kept_back,
        "can_answer": is_second and not kept_back,
        **_names(minutes, summary),
    }


def _names(minutes, summary):
    people = {"asker": summary.asked_by, "answerer": summary.answered_by} if summary else {}
    return {role: name_in(minutes.group, person) for role, person in people.items() if person}


def report_in_hand(minutes):
    """Not yet begun; the key under which a browser keeps what is typed is that of its minutes."""
    return UpwardReport(group=minutes.group, minutes=minutes, public_id=minutes.public_id)


def report_page(minutes, report, user):
    """(context, the things shown)."""
    sent_up = is_sent_up_to(user, report)
    passages = all_passages(minutes) if sent_up else passages_for(minutes, user)
    add_today(passages, user)
    approver = name_in(minutes.group, report.approved_by) if report and report.is_approved else ""
    return {"passages": passages, "approver": approver, "is_sent_up": sent_up}, passages.shown
