"""Faults to plant, one at a time: what is wrong, where, and which tests should see it. `make planted` plants them.

Each stands in its file exactly once; tests/house/test_planted.py holds that. Found a fault that nothing catches? Write
the test first, then put the fault here.
"""

from tests.planted.alike import FAULTS_OF_THE_ALIKE
from tests.planted.auditors import FAULTS_OF_AUDITORS
from tests.planted.backups import FAULTS_IN_BACKUPS
from tests.planted.canaries import STRAYS
from tests.planted.doors import DOORS
from tests.planted.fault import Fault
from tests.planted.goals import GOALS
from tests.planted.papers import FAULTS_ON_PAPER
from tests.planted.seals import FAULTS_IN_SEALS
from tests.planted.sequences import FAULTS_IN_SEQUENCES
from tests.planted.walls import FAULTS_IN_THE_WALL

CROWD = "tests/test_the_rule.py::test_python_and_sql_and_the_oracle_agree"
TABLE = "tests/test_access_table.py::test_everybody_gets_what_the_policy_says"


FAULTS = [
    *GOALS,
    *FAULTS_IN_BACKUPS,
    *DOORS,
    *FAULTS_IN_SEQUENCES,
    *STRAYS,
    *FAULTS_IN_SEALS,
    *FAULTS_IN_THE_WALL,
    *FAULTS_OF_AUDITORS,
    *FAULTS_OF_THE_ALIKE,
    *FAULTS_ON_PAPER,
    Fault(
        "view-asks-too-little",
        "Changing a seat asks only whether somebody is in the group.",
        [f"{TABLE}[form groups:membership_edit planner brings this]"],
        "groups/views/memberships.py",
        (
            "membership, may = access_live_membership(request.user, public_id, Permission.MANAGE_MEMBERS)\n"
            "    form = EditMembershipForm"
        ),
        (
            "membership, may = access_live_membership(request.user, public_id, Permission.VIEW_GROUP)\n"
            "    form = EditMembershipForm"
        ),
    ),
    Fault(
        "view-asks-nobody",
        "The page of a meeting is fetched without asking who asks.",
        [f"{TABLE}[GET meetings:meeting_detail meeting events]"],
        "meetings/views/meetings.py",
        ("def meeting_detail(request, public_id):\n    meeting, may = access_meeting(request.user, public_id)\n"),
        (
            "def meeting_detail(request, public_id):\n"
            "    meeting, may = Meeting.objects.get(public_id=public_id), set()\n"
        ),
    ),
    Fault(
        "outsiders-learn-that-it-exists",
        "Outside the group, what exists answers 403 instead of 404.",
        [f"{TABLE}[GET actions:action_plan group open action]"],
        "groups/access.py",
        ("    if not may:  # nor in the group"),
        ("    if thing is None:  # nor in the group"),
    ),
    Fault(
        "agenda-shows-all",
        "The agenda lists every item of the meeting instead of those that the reader may see.",
        [f"{TABLE}[GET meetings:meeting_detail meeting threat]"],
        "meetings/agenda.py",
        "AgendaItem.objects.visible_to(reader).filter(meeting=meeting).select_related",
        "AgendaItem.objects.filter(meeting=meeting).select_related",
    ),
    Fault(
        "withheld-page-loads-the-thing",
        "What is withheld opens to everybody in the group.",
        [f"{TABLE}[GET actions:action_detail restricted_action restricted action]"],
        "groups/sensitivity.py",
        "    thing = next(iter(find(user, public_id)), None)\n",
        "    thing = model.objects.filter(public_id=public_id).first()\n",
    ),
    Fault(
        "draft-minutes-are-read-by-all",
        "Entries of draft minutes are for everybody whom audience and marking let.",
        [
            f"{TABLE}[form meetings:entry_edit draft_entry draft entry]",
            "tests/meetings/test_minutes.py::test_draft_minutes_are_for_those_who_write_them",
        ],
        "meetings/access.py",
        ("    if minutes.is_out:\n        return True\n"),
        ("    return True\n"),
    ),
    Fault(
        "discussion-is-followed",
        "Who follows an open meeting reads the discussion, too.",
        ["tests/test_access_table.py::test_states_of_the_record_are_read_by_those_whom_the_policy_lets"],
        "meetings/models/minutes.py",
        '"meeting open": {Permission.EDIT_MINUTES, Permission.RUN_MEETING}',
        '"meeting open": None',
    ),
    Fault(
        "confirmed-is-not-asked",
        "A seat counts as confirmed from the start.",
        [f"{TABLE}[GET meetings:meeting_detail meeting threat]"],
        "groups/access.py",
        ('            IsNull(F("confirmed_by"), False),\n            undertaking_accepted'),
        ("            Value(True),\n            undertaking_accepted"),
    ),
    Fault(
        "undertaking-holds-for-ever",
        "The handling undertaking once accepted never runs out.",
        [CROWD],
        "groups/access.py",
        ", at__gt=Now() - UNDERTAKING_HOLDS",
        ", at__lte=Now()",
    ),
    Fault(
        "seats-never-end",
        "A seat that has ended is a seat.",  # which the wall hides from pages
        ["tests/test_the_rule.py::test_python_and_sql_and_the_oracle_agree"],
        "lib/dated.py",
        'Q(**{f"{prefix}ends_at__isnull": True}) | Q(**{f"{prefix}ends_at__gt": Now()})',
        'Q(**{f"{prefix}ends_at__isnull": True}) | Q(**{f"{prefix}ends_at__lte": Now()})',
    ),
    Fault(
        "any-deputy-stands-in",
        "Deputies of a chair or secretary need not be empowered.",
        [f"{TABLE}[form meetings:item_add meeting Save the item]"],
        "groups/access.py",
        'rows.filter(empowered_enough, live(f"{seat}__"))',
        'rows.filter(live(f"{seat}__"))',
    ),
    Fault(
        "deputy-brings-only-the-member",
        "A deputy from a venue reads what the member's own organisation may.",
        [f"{TABLE}[GET meetings:meeting_detail meeting threat]"],
        "groups/access.py",
        'Texts("organisation__kind", f"{seat}__organisation__kind")',
        'Texts(f"{seat}__organisation__kind")',
    ),
    Fault(
        "hats-are-mixed",
        "One hat gives the audience, another the marking.",
        ["tests/test_the_rule.py::test_two_hats_open_no_more_than_each_alone"],
        "groups/sensitivity.py",
        "{getattr(hat, place) for hat in hats if is_in_audience(hat) and may_read_marking(hat)}",
        (
            "{getattr(hat, place) for hat in hats if is_in_audience(hat)}\n"
            "        & {getattr(hat, place) for hat in hats if may_read_marking(hat)}"
        ),
    ),
    Fault(
        "grants-never-run-out",
        "A named reader reads on when the grant is over.",
        [CROWD],
        "groups/sensitivity.py",
        "in_time = Q(until=None) | Q(until__gt=Now())",
        "in_time = Q()",
    ),
    Fault(
        "superuser-reads-what-is-named",
        "django-guardian's shortcut for superusers is left on.",
        [CROWD],
        "groups/sensitivity.py",
        ("    for_all = ~Q(audience=Audience.NAMED)\n"),
        ("    for_all = ~Q(audience=Audience.NAMED) if not user.is_superuser else ~Q(pk__in=[])\n"),
    ),
    Fault(
        "superuser-is-everywhere",
        "A superuser has a chair's hat in every group.",
        [f"{TABLE}[GET overview:home  Protect and Prepare Group]"],
        "groups/access.py",
        ("        hats = [hat for _person, hat in _hats(_rows_of_person(user.pk))]\n"),
        (
            "        hats = [hat for _person, hat in _hats(_rows_of_person(user.pk))]\n"
            "        if user.is_superuser:\n    "
            '        hats += [Hat(pk, Role.CHAIR) for pk in PAPG.objects.values_list("pk", flat=True)]\n'
        ),
    ),
    Fault(
        "deputies-inherit-named-readers",
        "Who stands in for a named reader reads what only that person was granted.",
        [f"{TABLE}[GET actions:action_detail named_action named action]"],
        "groups/sensitivity.py",
        ("    return grants_to_read(model).filter(user=user)"),
        (
            "    from groups.models import Deputyship\n"
            "\n"
            '    stood_in = Deputyship.objects.active().filter(user=user).values("membership__user")\n'
            "    return grants_to_read(model).filter(Q(user=user) | Q(user__in=stood_in))"
        ),
    ),
    Fault(
        "lost-update",
        "Who saves second writes over the first.",
        ["tests/meetings/test_races.py", "tests/actions/test_services.py"],
        "lib/editions.py",
        "objects.filter(pk=thing.pk, edition=edition).update",
        "objects.filter(pk=thing.pk).update",
    ),
    Fault(
        "sent-twice",
        "A notice that left still counts as waiting.",
        ["tests/notices/test_outbox.py"],
        "notices/models.py",
        "return self.filter(sent_at__isnull=True, dropped_at__isnull=True)",
        "return self.filter(dropped_at__isnull=True)",
    ),
    Fault(
        "leased-twice",
        "Two workers take the same notice.",
        ["tests/notices/test_outbox.py"],
        "notices/models.py",
        "return self.waiting().filter(free, due_at__lte=Now())",
        "return self.waiting().filter(due_at__lte=Now())",
    ),
    Fault(
        "change-without-a-trace",
        "Reporting on an action leaves nothing in the audit trail.",
        [f"{TABLE}[form actions:action_update action open action]"],
        "actions/services.py",
        ('    record(by=by, verb="action updated", target=action, update=update.public_id)\n'),
        "",
    ),
    Fault(
        "seat-confirmed-without-a-trace",
        "Confirming a seat leaves nothing in the audit trail.",
        [f"{TABLE}[form groups:membership_confirm unconfirmed Unconfirmed]"],
        "groups/services/memberships.py",
        ('    record(by=by, verb="membership confirmed", target=seat, role=seat.role)\n'),
        "",
    ),
    Fault(
        "reading-without-a-trace",
        "Reading OFFICIAL-SENSITIVE content leaves nothing in the audit trail.",
        [f"{TABLE}[GET actions:action_detail restricted_action restricted action]"],
        "actions/views.py",
        (
            "def action_detail(request, public_id):\n"
            "    action, may = access_action(request.user, public_id)\n"
            "\n"
            "    _record_reading(request, action, [action])\n"
        ),
        ("def action_detail(request, public_id):\n    action, may = access_action(request.user, public_id)\n\n"),
    ),
    Fault(
        "trigger-dropped",
        "The database lets approved minutes be changed.",
        ["tests/meetings/test_minutes.py"],
        "meetings/migrations/0002_approved_is_final.py",
        "IF current_state = 'approved' THEN",
        "IF current_state = 'never' THEN",
    ),
    Fault(
        "audit-can-be-rewritten",
        "The database lets entries of the audit trail be changed and deleted.",
        ["tests/audit"],
        "lib/triggers.py",
        "BEFORE UPDATE OR DELETE ON {table}",
        "BEFORE DELETE ON {table}",
    ),
    Fault(
        "password-is-enough",
        "Pages open without a second factor.",
        [f"{TABLE}[GET overview:home  Protect and Prepare Group]"],
        "accounts/middleware.py",
        ("        if gave_second_factor(request):\n"),
        ("        if True:\n"),
    ),
    Fault(
        "documents-of-others",
        "A job of another person opens.",
        [f"{TABLE}[GET documents:job_download job document]"],
        "documents/access.py",
        ".filter(public_id=public_id, by=user)",
        ".filter(public_id=public_id)",
    ),
    Fault(
        "ended-member-keeps-documents",
        "A document once made is given out without asking again who may have it.",
        [f"{TABLE}[GET documents:job_download job_of_ended document]"],
        "documents/access.py",
        ("    job.made_of, may = MAKERS[job.kind].access(user, job.subject)\n"),
        ("    job.made_of, may = MAKERS[job.kind].access(job.by, job.subject) if not job.is_ready else (job, set())\n"),
    ),
    Fault(
        "asked-is-inherited",
        "A deputy answers what only the member was asked.",
        ["tests/maturity/test_reading.py", f"{TABLE}[form maturity:answer_write asked asked answer]"],
        "maturity/models.py",
        'return _asked().filter(user=user).values("content_object")',
        'return _asked().filter(Q(user=user) | Q(user__memberships__deputyships__user=user)).values("content_object")',
    ),
    Fault(
        "given-to-who-cannot-read",
        "An action is given to somebody who could not read it.",
        ["tests/actions/test_services.py"],
        "actions/services.py",
        ("    if not _could_read(owner, action, whole):\n"),
        ("    if False:\n"),
    ),
    Fault(
        "office-changes-the-undertaking",
        "An administrator without a seat writes a new handling undertaking.",
        [f"{TABLE}[form groups:undertaking_change group {{word}}: what is said here stays]"],
        "groups/access.py",
        "    group, may = access_group(user, public_id)\n    if not may_from_seat(user, group, permission):\n",
        "    group, may = access_group(user, public_id, permission)\n    if False:\n",
    ),
    Fault(
        "office-lends-to-a-seat",
        "An administrator who sits there as a member writes a new handling undertaking.",
        ["tests/groups/test_undertaking_again.py::test_an_office_lends_nothing_to_a_seat_that_may_not"],
        "groups/access.py",
        "    if not may_from_seat(user, group, permission):\n",
        "    if permission not in may:\n",
    ),
    Fault(
        "readings-of-every-group",
        "The page of readings tells who read what in other groups.",
        ["tests/groups/test_readings.py::test_another_group_is_not_told_of"],
        "groups/readings.py",
        "found = Entry.objects.of_group(group).readings()",
        "found = Entry.objects.readings()",
    ),
    Fault(
        "numbers-of-every-group",
        "The page of readings says kind and number of another group's thing.",
        ["tests/groups/test_readings.py::test_another_group_is_not_told_of"],
        "groups/readings.py",
        "model.objects.filter(group=group, public_id__in=public_ids)",
        "model.objects.filter(public_id__in=public_ids)",
    ),
    Fault(
        "closed-without-a-reason",
        "What stays closed to a deputy for the other organisation has no reason on the page.",
        ["tests/groups/test_rights_page.py::test_what_is_closed_has_a_reason_and_what_opens_has_none"],
        "groups/closed.py",
        '["role", "organisation_kinds", "in_authority", "confirmed", "undertaken"]',
        '["role", "organisation_kinds", "confirmed", "undertaken"]',
    ),
    Fault(
        "page-mixes-hats",
        "The page of what one sees shows in each way what all of them open together.",
        ["tests/groups/test_rights_page.py::test_hats_stand_apart"],
        "groups/rights_page.py",
        "    return [worn(hat, place, names, lent) for hat in hats if (place := places.get(key_of(hat)))]\n",
        "    return [worn(hats[0], place, names, lent) for hat in hats if (place := places.get(key_of(hat)))]\n",
    ),
    Fault(
        "undertaking-edited-unseen",
        "Of two who change the undertaking, the second puts a text over one that they never saw.",
        ["tests/groups/test_undertaking_again.py::test_nobody_writes_over_a_text_that_they_have_not_seen"],
        "groups/services/undertakings.py",
        "    if current.number != number:\n",
        "    number = current.number\n    if False:\n",
    ),
    Fault(
        "asked-again-though-renewed",
        "Who renewed their acceptance is told that the old one runs out.",
        [
            "tests/groups/test_undertaking_again.py::test_nobody_is_told_who_renewed_or_left_or_whose_text_is_not_that_any_more"
        ],
        "groups/undertaking_notices.py",
        "Acceptance.objects.filter(soon, ~Exists(later), binds_still(), person__is_active=True)",
        "Acceptance.objects.filter(soon, binds_still(), person__is_active=True)",
    ),
]
