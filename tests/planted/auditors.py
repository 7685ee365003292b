"""Faults against the audit log of an authority."""

from tests.planted.fault import Fault

LOG = "tests/groups/test_audit_log.py"
FILE = "tests/groups/test_audit_log_file.py"
MOVES = "tests/groups/test_move_group.py"
PEOPLE = "tests/groups/test_audit_log_people.py"
TABLE = "tests/test_access_table.py::test_everybody_gets_what_the_policy_says"

FAULTS_OF_AUDITORS = [
    Fault(
        "auditor-of-any-authority",
        "The auditor of one authority opens the log at another's address.",
        [f"{LOG}::test_auditor_of_another_authority_does_not"],
        "groups/access.py",
        'held.select_related("authority").filter(authority__public_id=public_id)',
        'held.select_related("authority")',
    ),
    Fault(
        "auditor-is-who-administers",
        "Administrators read and take the log, too.",
        [f"{TABLE}[GET groups:audit_log authority Export these entries]", f"{LOG}::test_nobody_else_reads_or_takes_it"],
        "groups/access.py",
        "    return _authority_of(user, READ_THE_LOG, public_id)\n",
        "    return _authority_of(user, [*READ_THE_LOG, Role.ADMINISTRATOR], public_id)\n",
    ),
    Fault(
        "auditor-is-somebody-in-the-groups",
        "The office of an auditor is known inside the groups of the authority: they answer 403 and not 404.",
        [f"{TABLE}[GET groups:member_list group Planner]", f"{LOG}::test_office_opens_no_group"],
        "groups/access.py",
        "        given = ROLE_PERMISSIONS[self.role] - OF_AN_AUTHORITY\n",
        "        given = ROLE_PERMISSIONS[self.role]\n",
    ),
    Fault(
        "auditor-reads-every-group",
        "The log tells of groups that other authorities lead.",
        [f"{LOG}::test_nothing_of_another_authority_nor_of_no_authority_stands_in_it"],
        "groups/audit_log.py",
        "authority.led_groups.all()",
        "authority.led_groups.model.objects.all()",
    ),
    Fault(
        "auditor-keeps-the-file",
        "Whose office has ended still takes the file.",
        [f"{FILE}::test_it_is_neither_made_nor_given_when_the_office_has_ended"],
        "groups/audit_log_document.py",
        "    access_audited_authority(user, export.authority.public_id)\n",
        "",
    ),
    Fault(
        "auditor-runs-a-formula",
        "What begins like a formula goes into the file as it is.",
        [f"{FILE}::test_cell_that_a_spreadsheet_would_run_is_made_harmless"],
        "lib/spreadsheets.py",
        """    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell\n""",
        "    return cell\n",
    ),
    Fault(
        "auditor-lives-by-utc",
        "A day of the filter begins at midnight in Greenwich, in summer, too.",
        [f"{LOG}::test_days_are_those_of_london"],
        "groups/audit_log.py",
        "timezone.make_aware(datetime.combine(day, time()))",
        'datetime.fromisoformat(f"{day}T00:00:00+00:00")',
    ),
    Fault(
        "auditor-looks-into-partners",
        "How police and venues sign in stands in the log of the council that leads the group.",
        [f"{PEOPLE}::test_those_in_office_and_those_who_sit_for_the_authority_itself_are_shown_once_each"],
        "groups/own_people.py",
        "group__lead_authority=authority, organisation__authority__in=itself)",
        "group__lead_authority=authority)",
    ),
    Fault(
        "auditor-looks-into-other-groups",
        "Whoever sits for the council anywhere is shown, in a group that another leads, too.",
        [f"{PEOPLE}::test_who_sits_for_the_authority_in_a_group_that_another_leads_is_not_shown_for_it"],
        "groups/own_people.py",
        "group__lead_authority=authority, organisation__authority__in=itself)",
        "organisation__authority__in=itself)",
    ),
    Fault(
        "auditor-looks-into-who-is-to-be-taken-over",
        "The people of an authority that still goes on stand in the log of the one that is to follow it.",
        [f"{MOVES}::test_group_that_moves_while_its_authority_goes_on_brings_nobody_into_the_new_log"],
        "groups/own_people.py",
        "filter(ended(), successor__in=newest)",
        "filter(successor__in=newest)",
    ),
    Fault(
        "auditor-looks-on-after-the-end",
        "Who has left the council is still shown when they sign in for somebody else.",
        [f"{PEOPLE}::test_only_what_lies_within_seat_deputyship_or_office_is_shown"],
        "groups/own_people.py",
        'at__lt=Coalesce(OuterRef("ends_at"), Now())',
        "at__lt=Now()",
    ),
    Fault(
        "auditor-looks-back-before-the-beginning",
        "What somebody did before they came is shown as well.",
        [f"{PEOPLE}::test_only_what_lies_within_seat_deputyship_or_office_is_shown"],
        "groups/own_people.py",
        'at__gte=OuterRef("starts_at"), ',
        "",
    ),
    Fault(
        "auditor-learns-of-accounts",
        "A seat that nobody confirmed shows whether there is an account, and when it is used.",
        [f"{PEOPLE}::test_seat_shows_nothing_until_it_is_confirmed_and_from_then_on_always"],
        "groups/own_people.py",
        "own.filter(Q(confirmed_by__isnull=False) | Exists(was_confirmed))",
        "own.filter(Q(confirmed_by__isnull=False) | Exists(was_confirmed) | Q(pk__gt=0))",
    ),
    Fault(
        "auditor-loses-sight-after-a-reset",
        "A new start for a lost factor hides what was done with the account before.",
        [f"{PEOPLE}::test_seat_shows_nothing_until_it_is_confirmed_and_from_then_on_always"],
        "groups/own_people.py",
        "own.filter(Q(confirmed_by__isnull=False) | Exists(was_confirmed))",
        "own.filter(confirmed_by__isnull=False)",
    ),
]
