"""Whom a group answers to, in words and as a chart: on its page, and printed in the terms of reference.

Words and chart come from one `Chain`; whoever cannot see the chart loses nothing.
"""

import textwrap
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.template.loader import render_to_string
from django.utils.dateformat import format as written

from groups.models import Commission, Governance, Membership, Office
from groups.roles import Role

NOT_RECORDED = "not recorded yet"


@dataclass(frozen=True)
class Chain:
    """The people and bodies from the group upwards; an empty text where nobody has said."""

    group: str
    chair: str
    senior_owner: str
    parent_body: str
    prevent: str  # a value of Governance.Prevent
    prevent_reason: str
    adopted_on: object
    adopted_by: str
    escalation: list = field(default_factory=list)
    subgroups: list = field(default_factory=list)  # {"name", "purpose", "sponsor", "until": ISO day or None}

    @property
    def prevent_words(self):
        return Governance.Prevent(self.prevent).label if self.prevent else ""

    @property
    def is_recorded(self):
        return bool(self.senior_owner and self.parent_body and self.prevent and self.adopted_on)


def senior_owners_of(authority):
    return Office.objects.active().filter(authority=authority, role=Role.SENIOR_OWNER)


def chain_of(group):
    """One query."""
    chairs = Membership.objects.active().filter(group=OuterRef("group"), role=Role.CHAIR)
    owners = senior_owners_of(OuterRef("group__lead_authority"))
    commissions = Commission.objects.filter(group=OuterRef("group"), subgroup__closed_at=None)
    subgroup = JSONObject(name="subgroup__name", purpose="purpose", sponsor="sponsor__name", until="subgroup__ends_on")
    governance = Governance.objects.annotate(
        subgroups=ArraySubquery(commissions.order_by("subgroup__ends_on", "pk").values(json=subgroup)),
        chairs=ArraySubquery(chairs.order_by("name").values("name")),
        owners=ArraySubquery(owners.order_by("user__name").values("user__name")),
    ).get(group=group)
    recorded = ["parent_body", "prevent", "prevent_reason", "adopted_on", "adopted_by", "escalation"]
    return Chain(
        group=group.name,
        chair=" and ".join(governance.chairs),
        senior_owner=" and ".join(governance.owners),
        subgroups=governance.subgroups,
        **{name: getattr(governance, name) for name in recorded},
    )


def words_of(chain):
    """A line each, as the terms of reference print them; what nobody has said has no line."""
    said = [
        (chain.senior_owner, "Senior owner: {}"),
        (chain.parent_body, "Reports to: {}"),
        (chain.prevent_words, "The Prevent group: {}"),
        (chain.prevent_reason, "Why: {}"),
        (chain.adopted_on and written(chain.adopted_on, "j F Y"), "Adopted into the authority’s governance on {}"),
        (chain.adopted_by, "By this decision: {}"),
    ]
    step = "Escalation, step {place}: {to}, who answers within {working_days} working days"
    steps = [step.format(place=place, **where) for place, where in enumerate(chain.escalation, start=1)]
    return [words.format(value) for value, words in said if value] + steps


def svg_of(chain):
    return render_to_string("groups/_governance_chart.html", {"chain": chain, "chart": chart_of(chain)})


# The chart ------------------------------------------------------------------------------------------------------------

WIDTH, BOX, SIDE, LINE, GAP = 620, 330, 220, 20, 44  # in the chart's own units
LETTERS = {BOX: 34, SIDE: 22}  # that fit on a line of a box this wide


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    head: str
    lines: list
    kind: str = ""  # "here": the group itself; "empty": nobody has said

    @property
    def height(self):
        return 16 + LINE * (1 + len(self.lines))

    @property
    def middle(self):
        return self.x + self.width // 2

    @property
    def rows(self):
        """(y, text) of each line under the head."""
        return [(self.y + 26 + LINE * number, line) for number, line in enumerate(self.lines, start=1)]


@dataclass(frozen=True)
class Stroke:
    points: str
    dashed: bool = False


@dataclass(frozen=True)
class Chart:
    boxes: list
    strokes: list
    height: int
    width: int = WIDTH


def chart_of(chain):
    """Boxes from top to bottom: the body, the senior owner, the group; beside the group, the Prevent group."""
    body = _box(0, 0, BOX, "Reports to", chain.parent_body)
    owner = _box(0, body.height + GAP, BOX, "Senior owner", chain.senior_owner)
    here = _group_box(chain, owner.y + owner.height + GAP)
    boxes, strokes = [body, owner, here], [_up(owner, body), _up(here, owner)]
    if chain.prevent in (Governance.Prevent.SAME_OWNER, Governance.Prevent.OTHER_CHAIN):
        beside, stroke = _prevent(chain, here, owner)
        boxes.append(beside)
        strokes.append(stroke)
    return Chart(boxes, strokes, max(box.y + box.height for box in boxes))


def _group_box(chain, y):
    lines = [
        *textwrap.wrap(chain.group, LETTERS[BOX]),
        *textwrap.wrap(f"Chair: {chain.chair or NOT_RECORDED}", LETTERS[BOX]),
    ]
    return Box(0, y, BOX, "This group", lines, "here")


def _box(x, y, width, head, text):
    return Box(x, y, width, head, textwrap.wrap(text or NOT_RECORDED, LETTERS[width]), "" if text else "empty")


def _up(lower, upper):
    return Stroke(f"{lower.middle},{lower.y} {upper.middle},{upper.y + upper.height}")


def _prevent(chain, here, owner):
    """Its box, and the line that leads from it to the same owner or away to a chain of its own."""
    shared = chain.prevent == Governance.Prevent.SAME_OWNER
    box = Box(WIDTH - SIDE, here.y, SIDE, "Prevent group", ["Same level"] if shared else ["Its own chain"])
    turn = owner.y + owner.height // 2
    if shared:
        return box, Stroke(f"{box.middle},{box.y} {box.middle},{turn} {owner.x + owner.width},{turn}")
    return box, Stroke(f"{box.middle},{box.y} {box.middle},{turn}", dashed=True)
