"""The access policy as literals, written from the policy and not from the code: it imports nothing of the product.

Beside tests/access_roles.py, two tables. READING: what each kind of person may read. ROUTES: what each of
them gets from every address of the service. tests/test_access_table.py asks the service; docs/access.md shows the
tables to the people who own the policy.
"""

from dataclasses import dataclass

from tests.access_personas import BLOCKS, PERSONAS  # noqa: F401 -- read from here, beside the tables

# Reading --------------------------------------------------------------------------------------------------------------

# What everybody may read of a thing that is out, before any state. Named: with a live grant to each of them.
READING = {
    ("everyone", "official"): ".. ...... .xx xxxx xxxx xxx xx xx ..",
    ("statutory", "official"): ".. ...... ... xxxx xxxx ... .. xx ..",
    ("authority", "official"): ".. ...... ... x.xx xx.. ... .. xx ..",
    ("named", "official"): ".. ...... ... xxxx xxxx xxx xx xx ..",
    ("everyone", "official_sensitive"): ".. ...... ... xxxx xxxx xxx .. .. ..",
    ("statutory", "official_sensitive"): ".. ...... ... xxxx xxxx ... .. .. ..",
    ("authority", "official_sensitive"): ".. ...... ... x.xx xx.. ... .. .. ..",
    ("named", "official_sensitive"): ".. ...... ... xxxx xxxx xxx .. .. ..",
}

# By its state, of what is OFFICIAL and for everyone (answers: OFFICIAL-SENSITIVE, statutory partners). The thing is
# named as in tests/world_access.py; the contribution and the answer are those of the planner. Evidence notes: as the
# answer and its own marking and audience let; the restricted one is for the authority, and the planner wrote it.
STATES = {
    "unfinished": ".. ...... ... ..xx xx.. .x. .. .. x.",
    "open_entry": ".. ...... ... xxxx .... ... .. .. ..",
    "open_decision": ".. ...... .xx xxxx xxxx xxx xx xx ..",
    "draft_entry": ".. ...... ... x.xx .... ... .. .. ..",
    "chair_entry": ".. ...... ... xxxx .... ... .. .. ..",
    "entry": ".. ...... .xx xxxx xxxx xxx xx xx ..",
    "final_entry": ".. ...... .xx xxxx xxxx xxx xx xx ..",
    "asked": ".. ...... ... x.xx x... ... .. .. ..",
    "unasked": ".. ...... ... x.xx .... ... .. .. ..",
    "gap": ".. ...... ..x xxxx ...x ... .. .. ..",
    "asked_note": ".. ...... ... x.xx x... ... .. .. ..",
    "shared_note": ".. ...... ..x xxxx ...x ... .. .. ..",
    "restricted_note": ".. ...... ..x x.xx x... ... .. .. ..",
}

# Routes ---------------------------------------------------------------------------------------------------------------

ANSWERS = {
    "s": "sent to sign in (what was typed is kept)",
    "2": "sent to set up the second factor",
    "4": "404, byte for byte as if the thing never existed",
    "3": "403: not theirs to do",
    "w": "403: the page that says “withheld”",
    "o": "opens, and shows it",
    "h": "opens, and does not show it",
    "r": "done, with an entry in the audit trail, and sent on",
    "n": "there was nothing to do: sent on, and nothing is written",
    "f": "the form opens and shows it; sent, it is done",
}


@dataclass(frozen=True)
class Route:
    """`how` is GET, POST, or form (both, refused alike); `thing` is whose address it is.

    `shows` is text of the thing that only those may see who get o or f; {word} is that of the thing's side of the
    world.
    """

    how: str
    name: str
    thing: str
    cells: str
    shows: str

    def __str__(self):
        return f"{self.how} {self.name} {self.thing} {self.shows}".replace("{word} ", "").strip()


def read_routes(lines):
    """Columns: how, name, thing (or -), the blocks of cells, and after those the text that is shown; * is {word}."""
    for line in lines.strip().splitlines():
        if not line.startswith("#"):
            how, name, thing, *rest = line.split(maxsplit=3 + len(BLOCKS))
            cells, shows = rest[: len(BLOCKS)], "".join(rest[len(BLOCKS) :])
            yield Route(how, name, "" if thing == "-" else thing, " ".join(cells), shows.replace("*", "{word}"))


# Sign-in, outside, offices, leading, statutory, others, looking on, not cleared: see PERSONAS.
ROUTES = list(
    read_routes("""
# Everybody’s own pages
GET  overview:home                  -                   s2 hhhhhh hoo oooo oooo ooo oo oo oo * Protect and Prepare Group
GET  accounts:account_detail        -                   s2 oooooo ooo oooo oooo ooo oo oo oo {email}
form accounts:address_change        -                   s2 ffffff fff ffff ffff fff ff ff ff sign in with {email}
GET  accounts:session_list          -                   s2 oooooo ooo oooo oooo ooo oo oo oo Sign out everywhere
POST accounts:session_end           -                   s2 rrrrrr rrr rrrr rrrr rrr rr rr rr
GET  accounts:factor_given          -                   s2 oooooo ooo oooo oooo ooo oo oo oo Thank you
GET  overview:home                  -                   s2 hhhhhh ohh hhhh hhhh hhh hh hh hh Read the audit log
GET  meetings:updates_owed          -                   s2 hhhhhh hhh hhhh oohh hoh hh hh oh * open matter
GET  meetings:updates_owed          -                   s2 hhhhhh hhh hhhh oohh hhh hh hh oh * closed matter
# The group and its members
GET  overview:group_detail          group               s2 444444 4oo oooo oooo ooo oo oo 44 * Protect and Prepare
GET  overview:group_start           group               s2 444444 4o3 o3oo 3333 333 33 33 44 Set the group up
GET  overview:group_health          group               s2 444444 4oo oooo oooo ooo oo oo 44 , health check
GET  overview:group_detail          group               s2 444444 4oo oooo oooo ooo oo oo 44 * decision
GET  overview:group_detail          group               s2 444444 4hh oooo oooo hhh hh hh 44 * secret decision
form groups:group_create            authority           s2 444444 4f4 444f 4444 444 44 44 44 Create the group
GET  groups:member_list             group               s2 444444 4oo oooo oooo ooo oo oo 44 * Planner
GET  overview:coverage_board        group               s2 444444 4oo oooo oooo ooo oo oo 44 * Planner
GET  overview:coverage_board        group               s2 444444 4hh hhhh hhhh hhh hh hh 44 * threat
POST overview:board_export          group               s2 444444 4rr rrrr rrrr rrr rr rr 44
form overview:check_answer          group               s2 444444 4f3 f3ff 3333 333 33 33 44 Why the group leaves it
GET  meetings:attendance_list       group               s2 444444 4oo oooo oooo ooo oo oo 44 By seniority
GET  groups:area_list               group               s2 444444 4oo oooo oooo ooo oo oo 44 * portfolio
form groups:area_standing_edit       group               s2 444444 4f3 f3ff 3333 333 33 33 44 Save who holds it
form groups:portfolio_add           group               s2 444444 4f3 f3ff 3333 333 33 33 44 Add this portfolio
form groups:portfolio_edit          portfolio           s2 444444 4f3 f3ff 3333 333 33 33 44 * portfolio
form groups:portfolio_remove        portfolio           s2 444444 4f3 f3ff 3333 333 33 33 44 * portfolio
form groups:member_invite           group               s2 444444 4f3 f3ff 3333 333 33 33 44 Invite this member
GET  groups:membership_detail       planner             s2 444444 4oo oooo oooo ooo oo oo 44 * brings this
form groups:member_import           group               s2 444444 4f3 f3ff 3333 333 33 33 44 Upload and look at it
GET  groups:member_import_template  group               s2 444444 4o3 o3oo 3333 333 33 33 44 E-mail address
form groups:member_import_check     member_list         s2 444444 444 44f4 4444 444 44 44 44 * Listed
form groups:membership_edit         planner             s2 444444 4f3 f3ff 3333 333 33 33 44 * brings this
POST groups:checklist_tick          planner             s2 444444 4r3 r3rr 3333 333 33 33 44
form groups:membership_confirm      unconfirmed         s2 444444 433 f3ff 3333 333 33 33 44 * Unconfirmed
form groups:factor_reset            fire                s2 444444 4f3 f3ff 3333 333 33 33 44 * Fire
POST groups:factor_reset_answer     adviser             s2 444444 433 r3rr 3333 333 33 33 44
form groups:membership_end          fire                s2 444444 4f3 f3ff 3333 333 33 33 44 * Fire
form overview:leaver                fire                s2 444444 4f3 f3ff 3333 333 33 33 44 * Fire
GET  overview:leaver                planner             s2 444444 4o3 o3oo 3333 333 33 33 44 * events
GET  overview:leaver                planner             s2 444444 4h3 o3oo 3333 333 33 33 44 * threat
form groups:access_review           group               s2 444444 433 f3ff 3333 333 33 33 44 * Fire
form groups:deputy_appoint          planner             s2 444444 4f3 f3ff f333 333 33 33 44 Appoint this deputy
form groups:deputyship_confirm      new_deputyship      s2 444444 433 f3ff 3333 333 33 33 44 * New Deputy
form groups:deputyship_edit         deputyship          s2 444444 4f3 f3ff f333 333 33 33 44 * Deputy
POST groups:deputyship_move         deputyship          s2 444444 4r3 r3rr r333 333 33 33 44
form groups:deputyship_end          deputyship          s2 444444 4f3 f3ff f333 333 33 33 44 * Deputy
GET  groups:undertaking_accept      group               s2 444444 433 oooo oooo ooo oo oo oo *: what is said here stays
POST groups:undertaking_accept      group               s2 444444 433 nnnn nnnn nnn nn nr nn
form groups:undertaking_change      group               s2 444444 433 f3ff 3333 333 33 33 44 *: what is said here stays
# Which authorities take part, and subgroups
GET  groups:authority_list          group               s2 444444 4oo oooo oooo ooo oo oo 44 * joint site
form groups:authority_add           group               s2 444444 4f3 333f 3333 333 33 33 44 Ask for this authority
form groups:authority_remove        group               s2 444444 4f3 333f 3333 333 33 33 44 Moorland Borough Council
POST groups:participation_answer    participation       s2 444444 433 r3rr 3333 333 33 33 44
GET  overview:group_detail          group               s2 444444 4oo oooo oooo ooo oo oo 44 * barriers
form groups:subgroup_create         group               s2 444444 4f3 333f 3333 333 33 33 44 Create the subgroup
GET  overview:group_detail          subgroup            s2 444444 4oo o44o 4444 444 44 44 44 * vehicle project
form groups:subgroup_renew          subgroup            s2 444444 4f3 344f 4444 444 44 44 44 Renew the subgroup
form groups:subgroup_close          subgroup            s2 444444 4f3 344f 4444 444 44 44 44 Close the subgroup
GET  groups:member_list             subgroup            s2 444444 4oo o44o 4444 444 44 44 44 * subgroup chair
form meetings:report_write          subgroup            s2 444444 433 f443 4444 444 44 44 44 * report in hand
GET  meetings:meeting_detail        meeting             s2 444444 4oo oooo oooo ooo oo oo o4 * report that was sent
# Who sees what, and who has read it
GET  groups:rights_detail           group               s2 444444 4oo oooo oooo ooo oo oo 44 as whom
GET  groups:rights_detail           group               s2 444444 4hh hhoh ohho hhh hh hh 44 Minute entry: 2
GET  groups:reading_list            group               s2 444444 433 oooo 3333 333 33 33 44 members have read
# The audit log of an authority
GET  groups:audit_log               authority           s2 444444 o44 4444 4444 444 44 44 44 Export these entries
POST groups:audit_log_export        authority           s2 444444 r44 4444 4444 444 44 44 44
GET  documents:job_detail           log_job             s2 444444 o44 4444 4444 444 44 44 44 Download the CSV
GET  documents:job_download         log_job             s2 444444 o44 4444 4444 444 44 44 44 * log
# Terms of reference, and what is made of them
GET  groups:terms_detail            group               s2 444444 4oo oooo oooo ooo oo oo 44 * aims
GET  groups:terms_detail            group               s2 444444 4hh hhhh hhhh hhh hh hh 44 * threat
GET  groups:governance_detail       group               s2 444444 4oo oooo oooo ooo oo oo 44 * board
form groups:governance_edit         group               s2 444444 4f3 f3ff 3333 333 33 33 44 * board
form groups:terms_section_edit      section             s2 444444 4f3 f3ff 3333 333 33 33 44 * aims
GET  groups:terms_list              group               s2 444444 4oo oooo oooo ooo oo oo 44 With the members
GET  groups:terms_version           put_terms           s2 444444 4oo oooo oooo ooo oo oo 44 * aims
GET  groups:terms_version           put_terms           s2 444444 4oo oooo oooo ooo oo oo 44 * objection
GET  groups:terms_version           put_terms           s2 444444 4oo oooo oooo ooo oo oo 44 * reply
GET  groups:terms_version           put_terms           s2 444444 4hh hhhh hhhh hhh hh hh 44 * threat
GET  groups:terms_compare           terms               s2 444444 4oo oooo oooo ooo oo oo 44 parts differ
form groups:terms_rules_edit        terms               s2 444444 4f3 f3ff 3333 333 33 33 44 Save the rules
GET  groups:terms_put               terms               s2 444444 4o3 o3oo 3333 333 33 33 44 seats are asked
POST groups:terms_put               put_terms           s2 444444 4n3 n3nn 3333 333 33 33 44
POST groups:terms_begin             put_terms           s2 444444 4n3 n3nn 3333 333 33 33 44
form groups:terms_answer            put_terms           s2 444444 433 ffff ffff fff 33 ff 44 * aims
form groups:terms_objection_answer  objection           s2 444444 4f3 f3ff 3333 333 33 33 44 * objection
form groups:terms_adopt             put_terms           s2 444444 433 f333 3333 333 33 33 44 Adopt these terms
form groups:terms_withdraw          put_terms           s2 444444 4f3 f3ff 3333 333 33 33 44 Why it is withdrawn
GET  groups:terms_detail            group               s2 444444 4oo oooo oooo ooo oo oo 44 * open annex
GET  groups:terms_detail            group               s2 444444 4hh oooo oooo hhh hh hh 44 * secret annex
GET  groups:terms_detail            group               s2 444444 4hh ohhh ohho hhh hh hh 44 * named annex
form groups:annex_add               group               s2 444444 4f3 f3ff 3333 333 33 33 44 Add the annex
GET  groups:annex_detail            annex               s2 444444 4oo oooo oooo ooo oo oo 44 * open annex
GET  groups:annex_detail            restricted_annex    s2 444444 4ww oooo oooo www ww ww 44 * secret annex
GET  groups:annex_detail            restricted_annex    s2 444444 4ww oooo oooo www ww ww 44 * secret words
GET  groups:annex_detail            named_annex         s2 444444 4ww owww owwo www ww ww 44 * named annex
form groups:annex_edit              annex               s2 444444 4f3 f3ff 3333 333 33 33 44 * open annex
form groups:annex_edit              restricted_annex    s2 444444 4ww f3ff 3333 www ww ww 44 * secret annex
form groups:annex_edit              named_annex         s2 444444 4ww fwww 3ww3 www ww ww 44 * named annex
form groups:annex_withdraw          annex               s2 444444 4f3 f3ff 3333 333 33 33 44 * open annex
form groups:annex_withdraw          restricted_annex    s2 444444 4ww f3ff 3333 www ww ww 44 * secret annex
POST groups:terms_export            terms               s2 444444 4rr rrrr rrrr rrr rr rr 44
POST groups:terms_export            put_terms           s2 444444 4rr rrrr rrrr rrr rr rr 44
GET  groups:terms_export_list       group               s2 444444 4o3 o3oo 3333 333 33 33 44 reference as a file
GET  documents:job_detail           job                 s2 444444 444 4444 o444 444 44 44 44 Download the PDF
GET  documents:job_download         job                 s2 444444 444 4444 o444 444 44 44 44 * document
GET  documents:job_download         word_job            s2 444444 444 4444 o444 444 44 44 44 * words
POST documents:job_retry            failed_job          s2 444444 444 4444 r444 444 44 44 44
GET  documents:job_download         job_of_ended        s2 444444 444 4444 4444 444 44 44 44 * document
# Standing agenda
GET  groups:standing_item_list      group               s2 444444 4oo oooo oooo ooo oo oo 44 * events
GET  groups:standing_item_list      group               s2 444444 4hh oooo oooo hhh hh hh 44 * threat
form groups:standing_item_add       group               s2 444444 4f3 f3ff 3333 333 33 33 44 Save the item
form groups:standing_item_edit      standing_open       s2 444444 4f3 f3ff 3333 333 33 33 44 * events
form groups:standing_item_edit      standing_restricted s2 444444 4ww f3ff 3333 www ww ww 44 * threat
form groups:statement_change        group               s2 444444 433 f3ff 3333 333 33 33 44 Save the statement
# Action plan
GET  actions:action_plan            group               s2 444444 4oo oooo oooo ooo oo oo 44 * open action
GET  actions:action_plan            group               s2 444444 4hh oooo oooo hhh hh hh 44 * restricted action
GET  actions:action_plan            group               s2 444444 4hh ohhh ohho hhh hh hh 44 * named action
form actions:action_raise           group               s2 444444 433 ffff ffff fff 33 ff 44 Add the action
GET  actions:action_detail          action              s2 444444 4oo oooo oooo ooo oo oo 44 * open action
GET  actions:action_detail          action              s2 444444 4oo oooo oooo ooo oo oo 44 * open report
GET  actions:action_detail          restricted_action   s2 444444 4ww oooo oooo www ww ww 44 * restricted action
GET  actions:action_detail          restricted_action   s2 444444 4ww oooo oooo www ww ww 44 * restricted report
GET  actions:action_detail          named_action        s2 444444 4ww owww owwo www ww ww 44 * named action
form actions:action_update          action              s2 444444 433 ffff ff33 3f3 33 33 44 * open action
form actions:action_update          restricted_action   s2 444444 4ww ffff 3333 www ww ww 44 * restricted action
form actions:action_update          closed_action       s2 444444 433 ff33 3333 333 33 33 44 * closed action
form actions:action_edit            action              s2 444444 433 f3ff 3333 333 33 33 44 * open action
form actions:action_edit            restricted_action   s2 444444 4ww f3ff 3333 www ww ww 44 * restricted action
# Before the meeting
GET  meetings:meeting_list          group               s2 444444 4oo oooo oooo ooo oo oo 44 Meetings
form meetings:meeting_plan          group               s2 444444 4f3 f3ff 3333 333 33 33 44 Show the dates
form meetings:meeting_schedule      group               s2 444444 4f3 f3ff 3333 333 33 33 44 Schedule the meeting
GET  meetings:meeting_detail        meeting             s2 444444 4oo oooo oooo ooo oo oo o4 * events
GET  meetings:meeting_detail        meeting             s2 444444 4oo oooo oooo ooo oo oo o4 * Guildhall
GET  meetings:meeting_detail        meeting             s2 444444 4hh oooo oooo hhh hh hh o4 * threat
GET  meetings:meeting_detail        meeting             s2 444444 4oo oooo oooo ooo oo oo o4 * open update
GET  meetings:meeting_detail        meeting             s2 444444 4hh oooo oooo hhh hh hh o4 * restricted update
GET  meetings:meeting_detail        meeting             s2 444444 4hh hhhh hhhh hhh hh hh h4 * unfinished update
form meetings:meeting_change        meeting             s2 444444 4f3 f3ff 3333 333 33 33 34 * Guildhall
form meetings:attendance_answer     meeting             s2 444444 433 ffff ffff fff ff ff 34 Will you come?
form meetings:item_add              meeting             s2 444444 433 ffff 3333 333 33 33 34 Save the item
form meetings:item_edit             item                s2 444444 433 ffff 3333 333 33 33 34 * events
form meetings:item_edit             threat              s2 444444 4ww ffff 3333 www ww ww 33 * threat
POST meetings:item_move             item                s2 444444 433 rrrr 3333 333 33 33 34
POST meetings:item_move             threat              s2 444444 4ww rrrr 3333 www ww ww 33
form meetings:contribution_write    item                s2 444444 433 3333 ff33 3f3 33 33 f4 * open update
form meetings:contribution_write    open_matter         s2 444444 433 3333 ff33 3f3 33 33 f4 * unfinished update
form meetings:contribution_write    closed_matter       s2 444444 4ww 3333 ff33 www ww ww f4 * closed matter
# Who comes in somebody’s place, and guests
form meetings:deputy_nominate       meeting             s2 444444 433 ffff f3ff f3f 33 ff 34 Send this deputy
form meetings:nomination_confirm    new_nomination      s2 444444 433 f3ff 3333 333 33 33 44 * New Nominee
GET  meetings:item_detail           item                s2 444444 4oo oooo oooo ooo oo oo o4 * events
GET  meetings:item_detail           threat              s2 444444 4ww oooo oooo www ww ww oo * threat
GET  meetings:item_detail           item                s2 444444 4oo oooo oooo ooo oo oo o4 * open update
GET  meetings:item_detail           item                s2 444444 4hh oooo oooo hhh hh hh o4 * restricted update
GET  meetings:item_detail           open_matter         s2 444444 4hh hhhh hhhh hhh hh hh h4 * unfinished update
GET  meetings:item_detail           held_item           s2 444444 4oo oooo oooo ooo oo oo 44 * open entry
GET  meetings:item_detail           held_item           s2 444444 4hh hhoh ohho hhh hh hh 44 * named entry
GET  meetings:item_detail           held_item           s2 444444 4hh oooo oooo hhh hh hh 44 * kept decision
GET  meetings:item_detail           matter_in_hand      s2 444444 4oo oooo oooo ooo oo oo 44 * fresh decision
GET  meetings:item_detail           matter_in_hand      s2 444444 4hh oooo hhhh hhh hh hh 44 * open discussion
form meetings:guest_invite          item                s2 444444 433 ffff 3333 333 33 33 34 Invite this guest
form meetings:guest_invite          threat              s2 444444 4ww ffff 3333 www ww ww 33 Invite this guest
POST meetings:guest_end             threat              s2 444444 4ww rrrr 3333 www ww ww 33
# What has no reader left
form groups:custody_list            group               s2 444444 43f f333 3333 333 33 33 44 Entry under item
POST groups:custody_answer          group               s2 444444 43r n333 3333 333 33 33 44
# The meeting
POST meetings:meeting_open          meeting             s2 444444 433 rrrr 3333 333 33 33 34
form meetings:meeting_run           open_meeting        s2 444444 433 ffff 3333 333 33 33 44 * open discussion
GET  meetings:meeting_detail        open_meeting        s2 444444 4oo oooo oooo ooo oo oo 44 * fresh decision
GET  meetings:meeting_detail        open_meeting        s2 444444 4hh hhhh hhhh hhh hh hh 44 * open discussion
GET  meetings:meeting_follow        meeting             s2 444444 4oo oooo oooo ooo oo oo o4 * events
GET  meetings:meeting_follow        meeting             s2 444444 4hh oooo oooo hhh hh hh o4 * threat
GET  meetings:meeting_follow        open_meeting        s2 444444 4oo oooo oooo ooo oo oo 44 * fresh decision
GET  meetings:meeting_follow        open_meeting        s2 444444 4hh hhhh hhhh hhh hh hh 44 * open discussion
GET  meetings:meeting_screen        open_meeting        s2 444444 433 oooo 3333 333 33 33 44 * matter in hand
GET  meetings:meeting_screen        open_meeting        s2 444444 433 hhhh 3333 333 33 33 44 * open discussion
GET  meetings:minutes_detail        open_minutes        s2 444444 433 oooo 3333 333 33 33 44 * open discussion
POST meetings:statement_accept      open_meeting        s2 444444 433 3333 r333 333 33 33 44
form meetings:attendance_correct    open_line           s2 444444 433 ffff 3333 333 33 33 44 * Planner
form meetings:attendance_correct    draft_line          s2 444444 433 f3ff 3333 333 33 33 44 * Planner
form meetings:attendance_correct    held_line           s2 444444 433 3333 3333 333 33 33 44 * Planner
# Minutes
GET  meetings:minutes_detail        draft_minutes       s2 444444 433 o3oo 3333 333 33 33 44 * draft entry
GET  meetings:minutes_detail        chair_minutes       s2 444444 433 oooo 3333 333 33 33 44 * checked entry
GET  meetings:minutes_detail        minutes             s2 444444 4oo oooo oooo ooo oo oo 44 * open entry
GET  meetings:minutes_detail        minutes             s2 444444 4hh oooo oooo hhh hh hh 44 * restricted entry
GET  meetings:minutes_detail        minutes             s2 444444 4hh hhoh ohho hhh hh hh 44 * named entry
GET  meetings:minutes_detail        minutes             s2 444444 4oo oooo oooo ooo oo oo 44 * decision
GET  meetings:minutes_detail        minutes             s2 444444 4hh oooo oooo hhh hh hh 44 * secret decision
GET  meetings:minutes_detail        minutes             s2 444444 4oo oooo oooo ooo oo oo 44 * open action
GET  meetings:minutes_detail        minutes             s2 444444 4hh oooo oooo hhh hh hh 44 * interest
GET  meetings:minutes_detail        minutes             s2 444444 4hh oooo oooo hhh hh hh 44 * guest on the roll
GET  meetings:minutes_detail        final_minutes       s2 444444 4oo oooo oooo ooo oo oo 44 * final entry
# Decisions across meetings. In a meeting with a quorum those who run it decide on them, else the chair and the deputy
GET  meetings:decision_list         group               s2 444444 4oo oooo oooo ooo oo oo 44 * proposed decision
GET  meetings:decision_list         group               s2 444444 4hh oooo oooo hhh hh hh 44 * secret decision
GET  meetings:decision_list         group               s2 444444 4oo oooo oooo ooo oo oo 44 * fresh decision
POST meetings:decision_list_export  group               s2 444444 433 rrrr 3333 333 33 33 44
GET  documents:job_detail           decisions_job       s2 444444 444 o444 4444 444 44 44 44 Download the CSV
GET  documents:job_download         decisions_job       s2 444444 444 o444 4444 444 44 44 44 * decisions
GET  meetings:decision_detail       decision            s2 444444 4oo oooo oooo ooo oo oo 44 * decision
GET  meetings:decision_detail       secret_decision     s2 444444 4ww oooo oooo www ww ww 44 * secret decision
GET  meetings:decision_detail       secret_decision     s2 444444 4ww oooo oooo www ww ww 44 * way back
form meetings:decision_change       decision            s2 444444 433 ffff 3333 333 33 33 44 * decision
form meetings:decision_change       proposed_decision   s2 444444 433 ffff 3333 333 33 33 44 * proposed decision
form meetings:decision_change       secret_decision     s2 444444 4ww 3333 3333 www ww ww 44 * secret decision
POST meetings:decision_confirm      proposed_decision   s2 444444 433 rrrr 3333 333 33 33 44
POST meetings:decision_confirm      decision            s2 444444 433 nnnn 3333 333 33 33 44
POST meetings:decision_confirm      secret_decision     s2 444444 4ww nnnn 3333 www ww ww 44
POST meetings:minutes_send_to_chair draft_minutes       s2 444444 433 r3rr 3333 333 33 33 44
POST meetings:minutes_circulate     draft_minutes       s2 444444 433 r3rr 3333 333 33 33 44
POST meetings:minutes_circulate     chair_minutes       s2 444444 433 r3rr 3333 333 33 33 44
POST meetings:minutes_recall        minutes             s2 444444 433 r3rr 3333 333 33 33 44
POST meetings:minutes_approve       minutes             s2 444444 433 rr33 3333 333 33 33 44
GET  meetings:minutes_detail        corrected_minutes   s2 444444 4oo oooo oooo ooo oo oo 44 * open correction
GET  meetings:minutes_detail        corrected_minutes   s2 444444 4hh oooo oooo hhh hh hh 44 * secret correction
GET  meetings:minutes_detail        final_minutes       s2 444444 4oo oooo oooo ooo oo oo 44 * late addendum
form meetings:correction_propose    minutes             s2 444444 433 ffff ffff fff 33 ff 44 Propose the correction
form meetings:correction_propose    final_minutes       s2 444444 433 3333 3333 333 33 33 44 * late addendum
form meetings:correction_answer     correction          s2 444444 433 f3ff 3333 333 33 33 44 * open correction
form meetings:correction_answer     secret_correction   s2 444444 4ww f3ff 3333 www ww ww 44 * secret correction
form meetings:addendum_add          final_minutes       s2 444444 433 f3ff 3333 333 33 33 44 Add the addendum
form meetings:addendum_add          minutes             s2 444444 433 3333 3333 333 33 33 44 * open entry
POST meetings:minutes_export        minutes             s2 444444 433 rrrr 3333 333 33 33 44
POST meetings:minutes_export        draft_minutes       s2 444444 433 r3rr 3333 333 33 33 44
GET  documents:job_download         minutes_job         s2 444444 444 44o4 4444 444 44 44 44 * copy
# What of approved minutes goes to others
GET  meetings:document_check        -                   s2 oooooo ooo oooo oooo ooo oo oo oo Which document is this
GET  meetings:summary_detail        final_minutes       s2 444444 4oo oooo oooo ooo oo oo 44 * shared words
GET  meetings:summary_detail        later_minutes       s2 444444 433 oooo 3333 333 33 33 44 * shared words
POST meetings:summary_ask           final_minutes       s2 444444 433 r3rr 3333 333 33 33 44
POST meetings:summary_ask           later_minutes       s2 444444 433 n3nn 3333 333 33 33 44
POST meetings:summary_answer        waiting_summary     s2 444444 433 rr33 3333 333 33 33 44
POST meetings:summary_export        summary             s2 444444 4rr rrrr rrrr rrr rr rr 44
POST meetings:summary_export        waiting_summary     s2 444444 433 3333 3333 333 33 33 44
GET  meetings:upward_report_detail  final_minutes       s2 444444 43o oooo 3333 333 33 33 44 * exempt entry
GET  meetings:upward_report_detail  final_minutes       s2 444444 43o oooo 3333 333 33 33 44 * asks the senior owner
GET  meetings:upward_report_detail  later_minutes       s2 444444 433 oooo 3333 333 33 33 44 * asks the senior owner
form meetings:upward_report_write   later_minutes       s2 444444 433 f3ff 3333 333 33 33 44 * asks the senior owner
form meetings:upward_report_write   final_minutes       s2 444444 433 3333 3333 333 33 33 44
POST meetings:upward_report_approve later_minutes       s2 444444 433 rr33 3333 333 33 33 44
POST meetings:upward_report_export  upward_report       s2 444444 43r rrrr 3333 333 33 33 44
POST meetings:upward_report_export  report_in_hand      s2 444444 433 rrrr 3333 333 33 33 44
form meetings:entry_add             draft_item          s2 444444 433 f3ff 3333 333 33 33 44 * draft events
form meetings:entry_add             draft_threat        s2 444444 4ww f3ff 3333 www ww ww 44 * draft threat
form meetings:entry_edit            draft_entry         s2 444444 4ww fwff wwww www ww ww 44 * draft entry
form meetings:entry_edit            draft_named_entry   s2 444444 4ww wwfw wwww www ww ww 44 * draft named entry
form meetings:entry_edit            entry               s2 444444 433 3333 3333 333 33 33 44 * open entry
form meetings:entry_edit            named_entry         s2 444444 4ww ww3w 3ww3 www ww ww 44 * named entry
form meetings:decision_edit         open_decision       s2 444444 433 f3ff 3333 333 33 33 44 * fresh decision
form meetings:decision_edit         decision            s2 444444 433 3333 3333 333 33 33 44 * decision
form meetings:raised_share          draft_raised        s2 444444 4ww fwff wwww www ww ww 44 * closed action
form meetings:raised_share          raised              s2 444444 433 3333 3333 333 33 33 44 * open action
# What is asked of the senior owner
GET  meetings:escalation_list       group               s2 444444 4ho oooo hhhh hhh hh hh 44 * request
GET  meetings:escalation_list       group               s2 444444 4ho oooo hhhh hhh hh hh 44 * answer
GET  meetings:escalation_detail     escalation          s2 444444 4wo oooo wwww www ww ww 44 * request
form meetings:escalation_answer     escalation          s2 444444 4wf 3333 wwww www ww ww 44 * request
# Who may read it, and why
form groups:standing_item_readers   standing_open       s2 444444 433 ffff 3333 333 33 33 44 * events
form groups:standing_item_readers   standing_restricted s2 444444 4ww ffff 3333 www ww ww 44 * threat
form actions:action_readers         action              s2 444444 433 ffff 3333 333 33 33 44 * open action
form actions:action_readers         restricted_action   s2 444444 4ww ffff 3333 www ww ww 44 * restricted action
form actions:action_readers         named_action        s2 444444 4ww fwww 3ww3 www ww ww 44 * named action
form meetings:item_readers          item                s2 444444 433 ffff 3333 333 33 33 34 * events
form meetings:item_readers          threat              s2 444444 4ww ffff 3333 www ww ww 33 * threat
form meetings:contribution_readers  contribution        s2 444444 433 ffff f333 333 33 33 34 * open update
form meetings:contribution_readers  restricted_contribution s2 444444 4ww ffff 3333 www ww ww 34 * restricted update
form meetings:entry_readers         entry               s2 444444 433 ffff 3333 333 33 33 44 * open entry
form meetings:entry_readers         restricted_entry    s2 444444 4ww ffff 3333 www ww ww 44 * restricted entry
form meetings:entry_readers         named_entry         s2 444444 4ww wwfw 3ww3 www ww ww 44 * named entry
form meetings:decision_readers      decision            s2 444444 433 ffff 3333 333 33 33 44 * decision
form meetings:decision_readers      secret_decision     s2 444444 4ww ffff 3333 www ww ww 44 * secret decision
form maturity:answer_readers        asked               s2 444444 4ww fwff 3www www ww ww 44 * asked answer
form groups:annex_readers           annex               s2 444444 433 ffff 3333 333 33 33 44 * open annex
form groups:annex_readers           restricted_annex    s2 444444 4ww ffff 3333 www ww ww 44 * secret annex
form groups:annex_readers           named_annex         s2 444444 4ww fwww 3ww3 www ww ww 44 * named annex
form maturity:evidence_readers      asked_note          s2 444444 4ww fwff 3www www ww ww 44 * asked evidence
form maturity:evidence_readers      restricted_note     s2 444444 4w3 fwff fwww www ww ww 44 * restricted evidence
form maturity:answer_readers        gap                 s2 444444 4w3 ffff www3 www ww ww 44 * closed answer
# Self-assessment
GET  maturity:assessment_list       group               s2 444444 43o oooo oooo ooo 33 oo 44 * spring
form maturity:assessment_start      group               s2 444444 433 f3ff 3333 333 33 33 44 Start the assessment
GET  maturity:assessment_detail     assessment          s2 444444 43h ohoo ohhh hhh 33 hh 44 /answers/{asked}/write/
GET  maturity:assessment_detail     assessment          s2 444444 43h ohoo hhhh hhh 33 hh 44 /answers/{unasked}/write/
form maturity:assessment_close      assessment          s2 444444 433 f333 3333 333 33 33 44 Close the assessment
GET  maturity:assessment_results    closed              s2 444444 43o oooo 333o 333 33 33 44 * closed answer
GET  maturity:assessment_results    closed              s2 444444 43o oooo 333o 333 33 33 44 * official answer
GET  maturity:assessment_results    closed              s2 444444 43h ohhh 333o 333 33 33 44 * named answer
GET  maturity:assessment_results    closed              s2 444444 43o oooo 333o 333 33 33 44 * shared evidence
GET  maturity:assessment_results    closed              s2 444444 43o ohoo 333h 333 33 33 44 * restricted evidence
form maturity:answer_write          asked               s2 444444 4ww fwff fwww www ww ww 44 * asked evidence
form maturity:answer_write          asked               s2 444444 4ww fwff fwww www ww ww 44 * asked answer
form maturity:answer_write          unasked             s2 444444 4ww fwff wwww www ww ww 44 * other answer
form maturity:answer_ask            asked               s2 444444 4ww fwff 3www www ww ww 44 Ask for the answer
POST maturity:answer_stop_asking    asked               s2 444444 4ww rwrr 3www www ww ww 44
form maturity:gap_action            gap                 s2 444444 4w3 ffff wwwf www ww ww 44 Create an action for A1
""")
)
