"""What a new subgroup starts with: terms of a page, and a short agenda. The product's own words, for it to change."""

from groups.models import Purpose
from groups.starting_texts import text


def subgroup_sections(purpose):
    """(key, title, text) of each section, the purpose in the words of the parent group."""
    return [
        ("mission", "Purpose", text(f"{PURPOSE_LEADS}\n\n{purpose}\n\n{LIMITS}")),
        ("governance", "Reporting", text(REPORTING)),
        ("membership", "Membership", text(MEMBERSHIP)),
        ("meetings", "Meetings", text(MEETINGS)),
        ("standing-agenda", "Standing agenda", text("These items stand on the agenda of each meeting.")),
        ("information", "Information", text(INFORMATION)),
        ("review", "Renewal and end", text(REVIEW)),
    ]


PURPOSE_LEADS = "The parent group has set up this subgroup for one matter:"
LIMITS = """
It prepares and proposes. What commits the authority or its partners is decided by the parent group, or by the members'
own organisations.
"""
REPORTING = """
Before each meeting of the parent group, the chair of the subgroup sends it a short report: whether the work is on
course, in difficulty or stuck, and what the parent group should know or decide.

The sponsor, a member of the parent group, speaks for the subgroup there and helps it over obstacles.
"""
MEMBERSHIP = """
Members are those who are needed for the matter. A seat in the parent group gives none here, and a seat here gives none
in the parent group.
"""
MEETINGS = """
The subgroup meets as often as its work needs. It may decide when the quorum below is there.
"""
INFORMATION = """
What is said and written here stays with those who may hear it, by its marking and its audience. A report to the parent
group is OFFICIAL: it holds nothing that the whole of the parent group may not read.
"""
REVIEW = """
The subgroup ends on the day that its front page names, unless it is renewed before. When its work is done it is closed,
and its last report says what came of it and who carries on.
"""

SUBGROUP_ITEMS = [
    {"title": "Apologies, deputies and quorum", "purpose": Purpose.NOTE, "minutes": 5},
    {
        "title": "Minutes of the last meeting and actions",
        "purpose": Purpose.DISCUSS,
        "minutes": 10,
        "approves_minutes": True,
    },
    {"title": "Progress of the work", "purpose": Purpose.DISCUSS, "minutes": 30},
    {"title": "Obstacles and decisions needed", "purpose": Purpose.DECIDE, "minutes": 15},
    {"title": "Report to the parent group", "purpose": Purpose.DECIDE, "minutes": 5},
    {"title": "Any other business", "purpose": Purpose.DISCUSS, "minutes": 5},
]
