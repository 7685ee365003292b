from meetings.views.agenda import contribution_write, item_add, item_edit, item_move, updates_owed
from meetings.views.invited import deputy_nominate, guest_end, guest_invite, item_detail, nomination_confirm
from meetings.views.meetings import (
    attendance_answer,
    attendance_list,
    meeting_change,
    meeting_detail,
    meeting_list,
    meeting_open,
    meeting_plan,
    meeting_run,
    meeting_schedule,
)
from meetings.views.minutes import (
    entry_add,
    entry_edit,
    minutes_approve,
    minutes_circulate,
    minutes_detail,
    minutes_recall,
    minutes_send_to_chair,
)
from meetings.views.paper import minutes_export
from meetings.views.readers import contribution_readers, decision_readers, entry_readers, item_readers
from meetings.views.reports import report_write

__all__ = [
    "report_write",
    "attendance_answer",
    "attendance_list",
    "contribution_readers",
    "contribution_write",
    "decision_readers",
    "deputy_nominate",
    "entry_add",
    "entry_edit",
    "entry_readers",
    "item_add",
    "guest_end",
    "guest_invite",
    "item_detail",
    "item_edit",
    "item_move",
    "item_readers",
    "meeting_change",
    "meeting_detail",
    "meeting_list",
    "meeting_open",
    "meeting_run",
    "meeting_plan",
    "meeting_schedule",
    "minutes_approve",
    "minutes_circulate",
    "minutes_detail",
    "minutes_export",
    "minutes_recall",
    "minutes_send_to_chair",
    "nomination_confirm",
    "updates_owed",
]
