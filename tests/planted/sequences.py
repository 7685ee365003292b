"""Faults against the sequences of tests/security/test_sequences.py."""

from tests.planted.fault import Fault

REPLAY = "tests/security/test_sequences.py::test_replay"

FAULTS_IN_SEQUENCES = [
    Fault(
        "nomination-never-ends",
        "A deputy for one meeting reads on when its minutes are approved.",
        [f"{REPLAY}_the_invited_and_sent_read_until_approval"],
        "meetings/models/nomination.py",
        '.filter(live("seat__")).exclude(meeting__record__state=Minutes.State.APPROVED)',
        '.filter(live("seat__"))',
    ),
    Fault(
        "guest-outlives-approval",
        "A guest reads the item on when the minutes are approved.",
        [f"{REPLAY}_the_invited_and_sent_read_until_approval"],
        "meetings/models/meeting.py",
        'return rows.exclude(content_object__meeting__record__state="approved")',
        "return rows",
    ),
    Fault(
        "widening-needs-nobody",
        "Opening a thing to everyone is done without the second person.",
        [f"{REPLAY}_widening_waits_for_a_second_person"],
        "groups/services/limits.py",
        "audience == Audience.EVERYONE and is_opened(thing, marking, audience)",
        "False and is_opened(thing, marking, audience)",
    ),
    Fault(
        "restricted-item-forgets-its-decisions",
        "Restricting an item leaves the decisions under it as wide as they were.",
        [f"{REPLAY}_widening_waits_for_a_second_person"],
        "meetings/services/agenda.py",
        "for parts in (item.contributions, item.minuteentrys, item.decisions, item.raisedactions):",
        "for parts in (item.contributions, item.minuteentrys, item.raisedactions):",
    ),
    Fault(
        "reader-of-a-decision-is-kept",
        "Who was named for a decision reads it on when its item is closed to them.",
        [
            f"{REPLAY}_named_reader_of_a_decision_loses_the_item",
            "tests/meetings/test_named_for_a_part.py::"
            "test_reader_named_for_a_part_reads_it_no_more_once_the_item_is_closed_to_them[decision]",
        ],
        "meetings/services/agenda.py",
        '    DecisionReader: "item",\n',
        "",
    ),
    Fault(
        "leaver-stays-a-named-reader",
        "What was granted to somebody is theirs again when they come back.",
        [f"{REPLAY}_named_reader_leaves_and_comes_back"],
        "groups/services/memberships.py",
        "target=seat, grants_ended=take_away_grants(seat.group), **detail)",
        "target=seat, **detail)",
    ),
    Fault(
        "closed-account-stays-a-guest",
        "Whose account is closed is still a guest.",
        [f"{REPLAY}_the_invited_and_sent_read_until_approval"],
        "meetings/models/meeting.py",
        ", user__is_active=True)\n    return rows",
        ")\n    return rows",
    ),
    Fault(
        "new-role-keeps-who-was-sent",
        "Who was sent to a meeting is confirmed for a role that the member got later.",
        ["tests/meetings/test_nominations.py::test_member_s_new_role_is_confirmed_anew_for_whoever_was_sent"],
        "meetings/access.py",
        "    MORE_STAND_INS.append(nominated_for)\n",
        "",
    ),
]
