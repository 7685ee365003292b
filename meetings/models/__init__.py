from meetings.models.contribution import Contribution, ContributionText
from meetings.models.meeting import AgendaItem, Attendance, ItemReader, Meeting
from meetings.models.minutes import (
    Decision,
    EntryReader,
    MinuteEntry,
    MinuteEntryText,
    Minutes,
    Paragraph,
    RaisedAction,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "Contribution",
    "ContributionText",
    "Decision",
    "EntryReader",
    "ItemReader",
    "Meeting",
    "MinuteEntry",
    "MinuteEntryText",
    "Minutes",
    "Paragraph",
    "RaisedAction",
]
