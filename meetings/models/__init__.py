from meetings.models.addendum import Addendum
from meetings.models.contribution import Contribution, ContributionReader, ContributionText
from meetings.models.correction import Correction
from meetings.models.escalation import Escalation, EscalationAnswer
from meetings.models.meeting import AgendaItem, Attendance, ItemReader, Meeting, guests, invited_guests
from meetings.models.minutes import (
    Decision,
    DecisionReader,
    DecisionText,
    EntryReader,
    MinuteEntry,
    MinuteEntryText,
    Minutes,
    Paragraph,
    RaisedAction,
)
from meetings.models.nomination import Nomination
from meetings.models.outside import SaidOutside, WithheldBecause
from meetings.models.report import Course, SentReport, SubgroupReport, SubgroupReportText
from meetings.models.room import Declaration, GuestLine, Stay
from meetings.models.standing import Became, DecisionLogExport, DecisionStanding
from meetings.models.summary import OpenSummary
from meetings.models.upward_report import UpwardReport, UpwardReportText

__all__ = [
    "Addendum",
    "AgendaItem",
    "Attendance",
    "Became",
    "Contribution",
    "ContributionReader",
    "ContributionText",
    "Correction",
    "Course",
    "Decision",
    "DecisionLogExport",
    "DecisionReader",
    "DecisionStanding",
    "DecisionText",
    "EntryReader",
    "Escalation",
    "EscalationAnswer",
    "Declaration",
    "GuestLine",
    "ItemReader",
    "Meeting",
    "MinuteEntry",
    "MinuteEntryText",
    "Minutes",
    "Nomination",
    "OpenSummary",
    "Paragraph",
    "RaisedAction",
    "SaidOutside",
    "SentReport",
    "Stay",
    "SubgroupReport",
    "SubgroupReportText",
    "UpwardReport",
    "UpwardReportText",
    "WithheldBecause",
    "guests",
    "invited_guests",
]
