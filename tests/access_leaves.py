"""What each address about one sensitive thing answers, by the thing's kind, state, audience and marking.

Written from the policy, as tests/access_table.py is, whose READING and ROLES it puts together: this file imports none
of ours. A new kind of thing is a line or two of STATES and a line for each of its addresses in ACTS.
"""

from dataclasses import dataclass

from tests.access_people import LIKE
from tests.access_roles import ROLE_COLUMNS, ROLES
from tests.access_table import BLOCKS, PERSONAS, READING

# In which role each person acts. Whoever is not here is outside the group, or not signed in.
ROLE_OF = {
    "administrator": "administrator",
    "senior_owner": "senior_owner",
    "chair": "chair",
    "deputy_chair": "deputy_chair",
    "secretary": "secretary",
    "secretary_and_administrator": "secretary",
    "planner": "member",
    "deputy": "member",
    "fire": "member",
    "adviser": "adviser",
    "venue": "member",
    "venue_deputy_of_planner": "member",
    "superuser_member": "member",
    "observer": "observer",
    "prevent": "context_only",
    "unconfirmed": "member",
    "not_undertaken": "member",
}
OWNERS = {"planner", "deputy", "venue_deputy_of_planner"}  # the seat that each thing belongs to, and who stands in it
AUTHOR = {"contribution": "planner", "action": "fire", "evidence": "fire"}  # reads it whatever its audience

PAIRS = [pair for pair in READING if pair[0] != "named"]
WITH_READERS = [*READING, ("named_to_others", "official"), ("named_to_others", "official_sensitive")]

# {kind: {state: a permission of which the reading hat needs one; None: no more than audience and marking}}
STATES = {
    "standing": {"kept": None},
    "item": {"planned": None},
    "item_of_draft": {"held": None},
    "contribution": {"writing": None, "filed": None},  # its seat and the secretary read it while it is written
    "entry": {
        "open": {"edit_minutes", "run_meeting"},
        "draft": {"edit_minutes"},
        "at_chair": {"edit_minutes", "approve_minutes"},
        "circulated": None,
    },
    "decision": {
        "open": None,
        "draft": {"edit_minutes"},
        "at_chair": {"edit_minutes", "approve_minutes"},
        "circulated": None,
    },
    "action": {"open": None, "done": None},
    "answer": {"answering": {"lead_assessment"}, "closed": {"view_results"}},
    "evidence": {"answering": {"lead_assessment"}, "closed": {"view_results"}},  # as its answer, which all may read
    "annex": {"kept": None},
}
NAMING = {"entry", "action", "answer", "evidence", "annex"}
PAIRS_OF = {kind: WITH_READERS if kind in NAMING else PAIRS for kind in STATES}


@dataclass(frozen=True)
class Act:
    """An address about a thing, in one of its states; `needs` is empty where nobody may, though they read it."""

    kind: str
    state: str
    how: str
    name: str
    needs: frozenset
    own: str  # "or": the owner's seat may too; "and": nobody else may; "au": its author may too
    asks: str  # what is asked first: to read the thing (w) or the right to do it (3)

    def __str__(self):
        return f"{self.kind} {self.state} {self.how} {self.name}"


def read_acts(lines):
    for line in lines.strip().splitlines():
        kind, state, how, name, needs, own, asks = line.split()
        yield Act(kind, state, how, name, frozenset(needs.replace("-", "").split("|")) - {""}, own, asks)


# Kind, state, how, address, permission needed (one of), whether the owner's seat may, what is asked first
ACTS = list(
    read_acts("""
standing      kept       form groups:standing_item_edit   manage_standing_items      -   w
item          planned    form meetings:item_edit          edit_agenda                -   w
item          planned    form meetings:contribution_write file_contribution          and w
item_of_draft held       form meetings:entry_add          edit_minutes               -   w
contribution  writing    form meetings:contribution_write file_contribution          and 3
contribution  filed      form meetings:contribution_write file_contribution          and 3
entry         open       form meetings:entry_edit         edit_minutes               -   w
entry         draft      form meetings:entry_edit         edit_minutes               -   w
entry         at_chair   form meetings:entry_edit         edit_minutes               -   w
entry         circulated form meetings:entry_edit         -                          -   w
decision      open       form meetings:decision_edit      edit_minutes               -   w
decision      draft      form meetings:decision_edit      edit_minutes               -   w
decision      at_chair   form meetings:decision_edit      edit_minutes               -   w
decision      circulated form meetings:decision_edit      -                          -   w
standing      kept       GET  groups:standing_item_readers view_readers               -   w
item          planned    GET  meetings:item_readers        view_readers               -   w
entry         open       GET  meetings:entry_readers       view_readers               -   w
entry         draft      GET  meetings:entry_readers       view_readers               -   w
entry         at_chair   GET  meetings:entry_readers       view_readers               -   w
entry         circulated GET  meetings:entry_readers       view_readers               -   w
decision      circulated GET  meetings:decision_readers    view_readers               -   w
action        open       GET  actions:action_readers       view_readers               au   w
action        done       GET  actions:action_readers       view_readers               au   w
action        open       GET  actions:action_detail       view_group                 -   w
action        done       GET  actions:action_detail       view_group                 -   w
action        open       form actions:action_update       edit_actions|close_actions or  w
action        done       form actions:action_update       close_actions              -   w
action        open       form actions:action_edit         edit_actions               -   w
answer        answering  form maturity:answer_write       answer_criteria            -   w
answer        answering  form maturity:answer_ask         lead_assessment            -   w
answer        answering  POST maturity:answer_stop_asking lead_assessment            -   w
answer        closed     form maturity:gap_action         raise_actions              -   w
evidence      answering  GET  maturity:evidence_readers   view_readers               au  w
evidence      closed     GET  maturity:evidence_readers   view_readers               au  w
annex         kept       GET  groups:annex_detail         view_group                 -   w
annex         kept       form groups:annex_edit           edit_terms                 -   w
annex         kept       form groups:annex_withdraw       edit_terms                 -   w
annex         kept       GET  groups:annex_readers        view_readers               -   w
""")
)


def gives(name, permissions):
    column = ROLE_COLUMNS.index(ROLE_OF[name])
    return any(ROLES[permission].replace(" ", "")[column] == "x" for permission in permissions)


def cells(line):
    assert [len(block) for block in line.split()] == list(BLOCKS.values())
    return dict(zip(PERSONAS, line.replace(" ", ""), strict=True))


def in_audience(name, audience, marking):
    return audience != "named_to_others" and cells(READING[audience, marking])[name] == "x"


def reads(name, kind, state, audience, marking):
    """Whether this person may read such a thing: by audience, marking and state, or as its author."""
    if name not in ROLE_OF:
        return False
    if AUTHOR.get(kind) == name:
        return True
    assessed = kind in ("answer", "evidence")
    if assessed and (state, name) == ("closed", "senior_owner"):  # results are sent up to them
        return not audience.startswith("named")
    if not in_audience(name, audience, marking):
        return False
    if (kind, state) == ("contribution", "writing"):
        return name in OWNERS or ROLE_OF[name] == "secretary"
    if assessed and (state, name) == ("answering", "planner"):  # who was asked for it
        return True
    admitted = STATES[kind][state]
    return admitted is None or gives(name, admitted)


def reading_hat_gives(name, act, audience, marking):
    """Authorship opens a thing and gives nothing to do with it; nor does what an assessment sends up."""
    by_hat = in_audience(name, audience, marking) or act.needs == {"view_group"}
    return by_hat and gives(name, act.needs)


def may(name, act, audience, marking):
    if act.own == "au" and AUTHOR[act.kind] == name:
        return True
    given = reading_hat_gives(name, act, audience, marking)
    owns = name in OWNERS and in_audience(name, audience, marking)
    return {
        "-": given,
        "au": given,
        "or": given or (owns and gives(name, {"update_own_actions"})),
        "and": given and owns,
    }[act.own]


def stands_as(name, kind):
    """Whom of those with a role this person is answered as, about such a thing."""
    if name == "nominee":  # of the planner, from the council, at the meeting of these kinds of specimen alone
        return "deputy" if kind in ("item", "contribution") else "nobody"
    return LIKE.get(name, name)


def expected(name, act, audience, marking):
    """The letter of tests/access_table.py that this person gets."""
    name = stands_as(name, act.kind)
    if name in ("anonymous", "half"):
        return {"anonymous": "s", "half": "2"}[name]
    if name not in ROLE_OF:
        return "4"
    opens = reads(name, act.kind, act.state, audience, marking)
    if act.asks == "3":  # the right hangs on the item, which everybody reads
        return "3" if not (gives(name, act.needs) and name in OWNERS) else "f" if opens else "w"
    if not opens:
        return "w"
    if not may(name, act, audience, marking):
        return "3"
    return {"form": "f", "GET": "o", "POST": "r"}[act.how]


# Pages that list such things: what of them each shows ---------------------------------------------------------------

# {address: (kind, state) of what is on it}; complete where the page shows all of its group's.
LISTS = {
    "groups:standing_item_list": [("standing", "kept")],
    "meetings:meeting_detail": [("item", "planned"), ("contribution", "filed"), ("contribution", "writing")],
    "meetings:minutes_detail": [("entry", "circulated"), ("decision", "circulated")],
    "actions:action_plan": [("action", "open"), ("action", "done")],
    "maturity:assessment_results": [("answer", "closed"), ("evidence", "closed")],
    "groups:terms_detail": [("annex", "kept")],
    "maturity:assessment_detail": [("answer", "answering")],
    "overview:home": [],
    "meetings:updates_owed": [],
    "overview:group_detail": [],
}
NOT_ALL = {"overview:home", "meetings:updates_owed", "overview:group_detail", "maturity:assessment_detail"}
NEVER_LISTED = {("contribution", "writing")}  # only on its own page
