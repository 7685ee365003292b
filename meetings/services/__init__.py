from meetings.services.agenda import add_item, edit_item, move_item
from meetings.services.attendance import (
    NamedDeputy,
    answer_attendance,
    correct_attendance,
    leave_room,
    mark_attendance,
    mark_who_said_so,
    return_to_room,
    send_out,
    set_arrival,
    undo_leaving,
)
from meetings.services.contributions import save_contribution
from meetings.services.corrections import add_addendum, answer_correction, propose_correction
from meetings.services.escalations import answer_escalation, escalate
from meetings.services.going_on import close_meeting, step_back, step_to, take_minutes
from meetings.services.guests import close_to, end_guest, invite_guest
from meetings.services.minutes import (
    add_entry,
    approve_minutes,
    circulate_minutes,
    edit_decision,
    edit_entry,
    recall_minutes,
    send_minutes_to_chair,
    share_raised_action,
)
from meetings.services.nominations import confirm_nomination, nominate_deputy
from meetings.services.paper import (
    answer_summary,
    approve_upward_report,
    ask_for_summary,
    export_minutes,
    export_summary,
    export_upward_report,
    save_upward_report,
)
from meetings.services.pen import take_the_pen
from meetings.services.reports import save_report
from meetings.services.room import (
    accept_statement,
    accept_statement_for_one,
    add_guest,
    ask_each_to_confirm,
    declare_interest,
    mark_guest,
)
from meetings.services.running import (
    open_meeting,
    raise_action_in_meeting,
    record_decision,
    write_entry,
)
from meetings.services.schedule import change_meeting, plan_meetings, schedule_meeting
from meetings.services.standings import change_decision, confirm_decision, export_decisions

__all__ = [
    "NamedDeputy",
    "accept_statement",
    "accept_statement_for_one",
    "add_addendum",
    "answer_correction",
    "propose_correction",
    "add_entry",
    "add_guest",
    "add_item",
    "answer_attendance",
    "answer_summary",
    "answer_escalation",
    "approve_minutes",
    "approve_upward_report",
    "ask_for_summary",
    "change_decision",
    "ask_each_to_confirm",
    "change_meeting",
    "circulate_minutes",
    "close_meeting",
    "close_to",
    "confirm_decision",
    "confirm_nomination",
    "edit_decision",
    "correct_attendance",
    "declare_interest",
    "edit_entry",
    "edit_item",
    "export_minutes",
    "export_summary",
    "export_upward_report",
    "end_guest",
    "export_decisions",
    "escalate",
    "invite_guest",
    "leave_room",
    "mark_attendance",
    "mark_guest",
    "mark_who_said_so",
    "move_item",
    "nominate_deputy",
    "open_meeting",
    "plan_meetings",
    "raise_action_in_meeting",
    "recall_minutes",
    "record_decision",
    "return_to_room",
    "save_contribution",
    "save_report",
    "save_upward_report",
    "schedule_meeting",
    "send_minutes_to_chair",
    "send_out",
    "share_raised_action",
    "step_back",
    "step_to",
    "take_minutes",
    "take_the_pen",
    "set_arrival",
    "undo_leaving",
    "write_entry",
]
