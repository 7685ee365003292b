"""Minutes as a document holds them, with what a reader may not read: fictional, of no group in a database."""

from datetime import UTC, datetime

AT = datetime(2026, 12, 16, 10, 39, tzinfo=UTC)
READER = "Alison Grey, Westhaven Business District"
FINGERPRINT = "9f2c41d07be3" + "0123456789abcdef" * 3 + "0123"
LISTED = "The group asked for:\n\n1. barriers at the *north* end\n2. a rehearsal\n\nBoth before the spring."


def entry(number, text, limits=""):
    return {"number": number, "kind": "entry", "limits": limits, "text": text}


def correction(**fields):
    """A correction that was taken, but for what is said otherwise."""
    return {
        "kind": "correction",
        "by": "Marcus Webb",
        "at": "9 December 2026",
        "stood": "",
        "should_say": "Six had passed triage.\nOne more was withdrawn.",
        "reason": "The list of 2 December has six.",
        "taken": True,
        "answer": "",
        "answered_by": "Fatima Rahman",
        "answered": "11 December 2026",
        **fields,
    }


WAITS = {"taken": None, "answered_by": "", "answered": ""}
ADDENDUM = {
    "kind": "addendum",
    "by": "Helen Marsh",
    "at": "9 March 2027 at 09:12",
    "text": "The course ran:\n\n- on 6 January\n- on 8 January, *twice*\n\nAll stewards came.",
}


def carried(why, **fields):
    where = {"meeting": 10, "day": "4 March 2027"}
    return {"item": 8, "title": "Crowds at the north end", "limits": "", "why": why, "parked": "", **where, **fields}


def sample_minutes():
    return {
        "minutes": "aaaaaaaaaa",
        "reader": "bbbbbbbbbb",
        "copy_for": READER,
        "group": "Westhaven Protect and Prepare Group",
        "authority": "Westhaven City Council",
        "meeting": 9,
        "held": "3 December 2026 at 10:00, Room 2.14, Guildhall",
        "marking": "OFFICIAL-SENSITIVE",
        "state": "Approved",
        "approved": "4 March 2027 at 10:20",
        "fingerprint": FINGERPRINT,
        "roll": {
            "present": 3,
            "members": 5,
            "quorate": True,
            "approver": "Helen Marsh",
            "attendance": [
                ["Here", ["Helen Marsh, Westhaven City Council", "Alison Grey, Westhaven Business District"]],
                ["Deputy", ["Leila Haddad, for Marcus Webb, Estuary Fire and Rescue"]],
                ["Apologies", ["Daniel Okoro, Estuary Police", "James Pardoe, Westhaven City Council"]],
            ],
        },
        "on_roll": [correction(should_say="Marcus Webb joined at item 3.", **WAITS)],
        "done": [
            {
                "number": 19,
                "kind": "change",
                "limits": "OFFICIAL-SENSITIVE – Statutory partners",
                "became": "Superseded",
                "by": 27,
                "reason": "It named last year’s organiser.\nThe new one was not asked.",
                "review": "",
            },
            {
                "number": 22,
                "kind": "change",
                "limits": "",
                "became": "Looked at again and kept",
                "by": None,
                "reason": "",
                "review": "3 June 2027",
            },
            {"number": 23, "kind": "withheld"},
        ],
        "sections": [
            {
                "item": 3,
                "title": "Events to March",
                "paragraphs": [
                    {
                        **entry(1, "Fatima Rahman went through seven notified events. Five had passed triage."),
                        "remarks": [
                            correction(stood="Four had passed triage."),
                            correction(taken=False, answer="Marcus spoke of November."),
                        ],
                    },
                    entry(2, LISTED),
                    {
                        "number": 3,
                        "kind": "decision",
                        "limits": "",
                        "decision": 27,
                        "standing": "Proposed, to be confirmed at the next quorate meeting",
                        "text": "Every steward at the lantern parade completes the course.\nBefore 9 January.",
                        "reason": "Half of last year’s stewards had not.",
                        "dissent": "The organiser thought the date early for volunteers.",
                        "remarks": [ADDENDUM],
                    },
                    {
                        "number": 4,
                        "kind": "action",
                        "limits": "",
                        "action": 34,
                        "text": "Send the stewards’ briefing to all traders in the district.",
                        "owner": "Alison Grey",
                        "due": "18 December 2026",
                    },
                ],
            },
            {
                "item": 6,
                "title": "Threat and incidents",
                "paragraphs": [
                    entry(5, "- The level is unchanged.\n- Two reports.", "OFFICIAL-SENSITIVE – Everyone in the group"),
                    {"number": 6, "kind": "withheld"},
                ],
            },
            {"item": 7, "title": "", "paragraphs": [{"number": 7, "kind": "withheld"}]},
        ],
        "carried": [
            carried("parked", parked="Nobody to speak for the venue"),
            carried("not_reached", item=9, limits="OFFICIAL-SENSITIVE – Statutory partners"),
            carried("action_open", item=10),
        ],
    }
