from meetings.views.agenda import contribution_write, item_add, item_edit, updates_owed
from meetings.views.meetings import (
    attendance_answer,
    meeting_change,
    meeting_close,
    meeting_detail,
    meeting_list,
    meeting_open,
    meeting_run,
    meeting_schedule,
)
from meetings.views.minutes import (
    entry_add,
    entry_audience,
    entry_edit,
    minutes_approve,
    minutes_circulate,
    minutes_detail,
    minutes_recall,
    minutes_send_to_chair,
)

__all__ = [
    "attendance_answer",
    "contribution_write",
    "entry_add",
    "entry_audience",
    "entry_edit",
    "item_add",
    "item_edit",
    "meeting_change",
    "meeting_close",
    "meeting_detail",
    "meeting_list",
    "meeting_open",
    "meeting_run",
    "meeting_schedule",
    "minutes_approve",
    "minutes_circulate",
    "minutes_detail",
    "minutes_recall",
    "minutes_send_to_chair",
    "updates_owed",
]
