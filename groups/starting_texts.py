"""What a new group starts with: draft terms of reference, the handling undertaking and the standing agenda.

The product's own words, for the group to change. Each paragraph of a section is one numbered clause. Membership,
meeting cycle with quorum, and standing agenda are drawn from the group itself under their sections, which only
introduce them.
"""

import re

from groups.models import Purpose


def text(written):
    """Lines wrapped for this file are joined again; blank lines and the lines of a list keep what they part."""
    return re.sub(r"(?<!\n)\n(?!\n|- )", " ", written.strip())


TERMS_SECTIONS = [
    (
        "name",
        "Name, area and authorities",
        text("""
The group is a Protect and Prepare Group. Its name and the authority that leads it stand at the head of this document.

It works for the whole area of the lead authority, and of each other authority that takes part.

Where several authorities take part, the lead authority provides the chair and the secretary, and answers for this
document.
"""),
    ),
    (
        "mission",
        "Mission, aims and objectives",
        text("""
The group's mission is to make the area a harder target for terrorism, and to have the authority and its partners
ready if an attack comes.

To that end the group:

- brings together those who plan, license, build, manage and police the places that the public uses
- sees that protective security is thought of early in the authority's decisions, where it costs least
- checks that plans for an attack exist, fit together, and have been exercised
- shares what members need to know, in time for them to act on it
- measures how far the authority has come, and turns the weakest points into actions with an owner and a date.

The group judges itself by what has changed in places, in practice and in preparedness, and not by the number of its
meetings.
"""),
    ),
    (
        "context",
        "Context and limits",
        text("""
The group deals with two parts of the national counter terrorism strategy: *Protect*, which makes an attack harder to
carry out, and *Prepare*, which lessens the harm when one happens.

It is the authority's place for work under ACT for Local Authorities. It looks at **places** (spaces, routes, premises
and events), **sectors** (the kinds of activity and business in the area) and **people** (staff, members, partners and
the public).

The group does not discuss individual people of concern, cases under Prevent, police operations or intelligence sources.
Those matters have their own channels. A Prevent officer may be asked to give background that a Protect or Prepare
matter needs.

The group does not take over a legal duty of any organisation. The person responsible for premises or for an event stays
responsible for its safety.
"""),
    ),
    (
        "status",
        "Status",
        text("""
The group is a partnership of officers. It is not a legal entity: it employs nobody, holds no money and signs no
contracts.

Each member answers to their own organisation, and each organisation keeps its own powers and duties.

A decision of the group is a commitment by the members who made it to carry it out within their own organisations, or to
report to the group why they cannot.
"""),
    ),
    (
        "governance",
        "Governance, reporting and escalation",
        text("""
The lead authority owns the group and has adopted it into its governance. The group stands at the same level as the
authority's Prevent group.

The group answers to a **senior owner**: a senior officer of the lead authority who is responsible for its counter
terrorism work and is not the chair.

The chair reports to the senior owner at least twice a year: what has been done, what is late and why, the most serious
risks, and what the group asks for.

A matter that the group cannot settle is escalated by the chair to the senior owner in writing, with what is asked, why,
and the date by which an answer is needed. Unless another date is agreed, an answer is due within 15 working days. The
answer is recorded at the next meeting.
"""),
    ),
    (
        "membership",
        "Membership",
        text("""
A seat at the table is held by a named person for a named organisation. The lead authority's seats cover at least the
five business areas: planning and development, licensing, community safety, transport and highways, and emergency
planning. Where an area has several portfolios, each is represented.

The CCTV control room, events and safety advisory work, and facilities management have seats of their own where the five
areas do not already include them.

Police advisers, neighbourhood policing, fire and rescue, and the ambulance service are invited, with people who speak
for local businesses and venues.

Each member is here for what only they can bring: what their service knows, decides or can change. The table below says
what that is.

Each member names a deputy, who is able and allowed to speak and decide for the seat. A deputy has the rights of the
seat, never more.

Members attend, or send their deputy. The chair speaks to a member whose seat has been empty at two meetings in a row,
and then to that member's organisation.

A new member is shown these terms and accepts the handling undertaking before receiving anything marked
OFFICIAL-SENSITIVE. When a member moves on, their seat ends on that day, and access to the group's records ends with it.
"""),
    ),
    (
        "chair",
        "Chair, deputy chair and secretary",
        text("""
The chair is an employee of the lead authority, senior enough to require attendance, to hold members to what they have
promised, and to take a matter up.

The deputy chair comes from a different organisation where that is possible. The deputy chair leads the meeting when the
chair is absent or has an interest in the matter.

The secretary is provided by the lead authority, and keeps the membership, the dates, the agenda, the minutes and the
action plan.

The chair and the deputy chair are named for two years and may be named again.
"""),
    ),
    (
        "meetings",
        "Meetings",
        text("""
Dates are set a year ahead and avoid bank holidays. How often the group meets, the notice that it gives and its quorum
are set out below.

Members write their updates before the meeting, so that the meeting itself is for questions and decisions. Each item of
the agenda says what it is for, who leads it, and what decision is needed.

A deputy counts towards the quorum for the seat in which they sit. Without a quorum the group may discuss, and what it
decides is only proposed until a meeting with a quorum confirms it.

The group decides by agreement. Where members differ, the chair decides, and the minutes give the reason and the
differing view.

Between meetings the chair may take an urgent decision after asking the deputy chair and the members concerned. It is
reported to the next meeting and minuted there.

A member may join from elsewhere if they are in a private room where nobody else can see or hear. The chair may ask for
an item to be taken in person only.
"""),
    ),
    (
        "standing-agenda",
        "Standing agenda",
        text("""
The items below stand on every agenda, so that members come prepared. The secretary adds the items that members ask for
up to ten working days before the meeting.

An item with nothing to report is passed over without discussion.
"""),
    ),
    (
        "subgroups",
        "Subgroups",
        text("""
The group may set up a subgroup for a matter that does not need every member, such as a vehicle mitigation scheme or the
training of all staff.

A subgroup has a chair, a task in writing, members named for it, and a date on which it ends unless the group renews it.
It reports to each meeting in writing.

Belonging to the group gives no right to the papers of a subgroup, nor the other way round.
"""),
    ),
    (
        "action-plan",
        "Action plan",
        text("""
The group keeps one action plan. Each action has a number, one owner, and a date on which it is due. Nobody is given an
action about something that they may not read.

Owners report on their own actions before each meeting. The meeting takes those first that are late or stuck.

Progress is shown by colour and by word. **Green**: on course. **Amber**: in difficulty, but the owner can still put it
right. **Red**: it will not be done in time, or not at all, without help.

A date once agreed is changed only by the chair or deputy chair, with a reason. The first date stays on record.

An action that is ten working days late is taken up with its owner by the chair. After twenty, the chair decides whether
to escalate it.
"""),
    ),
    (
        "records",
        "Records",
        text("""
The minutes record who was present, what was discussed in outline, each decision with its reason, and each action with
its owner and date. They are written so that somebody who was not there can follow them.

Draft minutes go to members within ten working days. The chair approves them after members have had the chance to
correct them. Approved minutes are not altered: a later correction is recorded as a new entry.

The minutes are not published. Each entry is addressed to those who need it: everyone in the group, the statutory
partners, the authority, or named readers. A member who may not read an entry sees only that it is withheld.

Records are kept for six years after the matter is closed, and then destroyed under the lead authority's retention
schedule.
"""),
    ),
    (
        "information",
        "Information handling and sharing",
        text("""
The group works at OFFICIAL, including OFFICIAL-SENSITIVE. It neither receives nor keeps anything marked SECRET or
above. Such matters are spoken of elsewhere, by those who are cleared for them.

Whoever brings information decides its marking and who may read it. Nobody passes it further without asking them.

Detailed weaknesses of a site are kept by the organisation responsible for it. The group's record says only that they
exist, and who holds them.

A request for the group's information under the Freedom of Information Act 2000 or the Environmental Information
Regulations 2004 is sent to the secretary on the day it comes. The organisation that received it answers, after asking
those whose information it is. A marking is not in itself a reason to refuse.

Personal data is limited to what the group needs in order to work: members' names, roles and contact details. Each
organisation is responsible for the personal data that it holds.

A loss, or a disclosure to somebody who should not have had the information, is reported to the chair and the secretary
at once.
"""),
    ),
    (
        "conduct",
        "Conduct",
        text("""
Members speak freely, so that problems are heard early. What is said is not attributed outside the group.

Nobody records a meeting in sound or picture, or lets software listen to it or summarise it, unless the group has agreed
to it.

Phones and other devices that are not needed are put away when the chair asks for it.

Only the chair, with the lead authority's press office and the police, answers the press on the group's behalf.
"""),
    ),
    (
        "interests",
        "Conflicts of interest",
        text("""
A member who could gain or lose by a decision, or whose organisation or family could, says so at the start of the
meeting or as soon as it appears.

The chair decides whether the member may stay, speak or take part in the decision. The minutes record the interest and
what was decided about it.

A member who speaks for businesses or venues does not use what they learn here for trade.
"""),
    ),
    (
        "maturity",
        "Maturity self-assessment",
        text("""
Once a year the group assesses how mature the authority's protective security and preparedness are, criterion by
criterion, with a reason and the evidence for each level.

A police adviser reads the assessment and may question any level. A level that cannot be shown counts as not known.

The group chooses the gaps that matter most, and each becomes an action. The results go to the senior owner, and are not
used to compare one authority with another.
"""),
    ),
    (
        "review",
        "Review and effectiveness",
        text("""
These terms are reviewed every twelve months, and sooner when the law, the threat or the organisations change.

At each review the group asks its members what it has changed, what wastes their time, and who is missing from the
table.

Members agree a new version each in their own name. The chair adopts it when those who agreed would make a quorum and
each objection has been answered. The version before it stays on record.
"""),
    ),
]


UNDERTAKING = text("""
I have been given access to information of this group because my work needs it. Some of it is marked OFFICIAL-SENSITIVE:
in the wrong hands it could help somebody to plan an attack, or put people at risk.

**I will**

- read it only where others cannot look over my shoulder or listen
- use it only for the work of the group
- keep it in this service, or in a place that my organisation approves for its marking
- pass it on only to a person who needs it and may have it, after asking whoever brought it to the group
- keep the marking on everything that I copy, print or quote, and destroy copies that I no longer need
- sign in as myself only, and let nobody else use my account
- say at once to the secretary and the chair when something has been lost, sent to the wrong person or seen by somebody
  who should not have seen it
- say to the secretary when I change my job, so that my access can end on the day I leave.

**I will not**

- send it to a private e-mail account, or put it into a messaging app or a tool that my organisation has not approved
- record a meeting, or let software listen to it, unless the group has agreed
- speak of it in public, online or to the press
- bring anything marked SECRET or above into this service.

I understand that each time I open something marked OFFICIAL-SENSITIVE my name and the time are recorded, that a request
from the public for any of it goes to the secretary before it is answered, and that these duties go on after I leave the
group. I will be asked to accept this again every year and whenever its words change.
""")


def item(title, purpose, minutes, decision_required="", **more):
    return {"title": title, "purpose": purpose, "decision_required": decision_required, "minutes": minutes, **more}


# Two hours in all.
STANDING_ITEMS = [
    item("Welcome and handling statement", Purpose.NOTE, 5),
    item("Apologies, deputies and quorum", Purpose.NOTE, 3),
    item("Interests to declare", Purpose.NOTE, 2),
    item("Minutes of the last meeting", Purpose.DECIDE, 5, "Are the minutes a true record?", approves_minutes=True),
    item("Action plan: late, stuck and due", Purpose.DECIDE, 15, "Which actions close, move or are escalated?"),
    item("Threat and incident update", Purpose.NOTE, 15),
    item("New guidance and law", Purpose.NOTE, 5),
    item("Events to come", Purpose.DISCUSS, 15),
    item("Planning applications for advice", Purpose.DISCUSS, 10),
    item("Licensing matters", Purpose.DISCUSS, 10),
    item("Preparedness: plans, exercises and lessons", Purpose.DISCUSS, 10),
    item("Staff training", Purpose.NOTE, 5),
    item("Maturity: progress and focus", Purpose.DISCUSS, 10),
    item("Any other business", Purpose.DISCUSS, 5),
    item(
        "Marking, sharing and next dates", Purpose.DECIDE, 5, "Is each marking right, and what may be shared with whom?"
    ),
]
