"""An authority's audit log, as its auditor reads it: who did what, when, to which thing; never a word of content.

A look at it is not recorded: what is recorded as read is OFFICIAL-SENSITIVE content, and the log holds none. That it
was taken as a file is recorded, as of every document.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import attrgetter

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from audit.models import Entry
from groups.models import PAPG, Authority, Organisation
from groups.own_people import newest_of_own_people
from groups.readings import AT_ONCE, page_of

MOST_ROWS = 100_000  # of one file
HOUR = timedelta(hours=1)
ALIKE = attrgetter("kind", "actor", "actor_name", "address", "verb", "target", "how")


@dataclass(frozen=True)
class LogLine:
    """What one person did to one thing within an hour, over and over: a text that is being typed saves itself."""

    entries: list  # the newest first

    @property
    def newest(self):
        return self.entries[0]

    @property
    def oldest(self):
        return self.entries[-1]


def log_for_page(authority, asked, filters):
    """`asked`: what the address says, of which "page" is read here; `filters`: those of AuditLogForm."""
    page = page_of(asked.get("page", ""))
    entries = list(newest_in_log(authority, (page - 1) * AT_ONCE, page * AT_ONCE + 1, **filters))
    return {
        "entries": entries[:AT_ONCE],
        "lines": folded(entries[:AT_ONCE]),
        "newer": page - 1,
        "older": page + 1 if len(entries) > AT_ONCE else 0,
        "most_rows": f"{MOST_ROWS:,}",
    }


def folded(entries):
    """Those of one page in lines, where the newest of each stood. What goes on over the page is a line there, too."""
    lines, latest = [], {}
    for entry in entries:
        line = latest.get(ALIKE(entry))
        if line and line.newest.at - entry.at < HOUR:
            line.entries.append(entry)
        else:
            line = latest[ALIKE(entry)] = LogLine([entry])
            lines.append(line)
    return lines


def newest_in_log(authority, start, stop, *, in_group=None, **filters):
    """Entries of the groups that the authority leads or led, those of the authority itself that are in no group, and
    how its own people sign in, with `how`.

    The newest of each are asked for by themselves, so that an index gives them in their order however many there are.
    """
    clause = _clause(**filters)
    parts = [part for group, part in _parts(authority) if in_group in (None, group)]
    parts += [] if in_group else [_of_itself(authority), newest_of_own_people(authority, clause, stop)]
    first, *others = [part.filter(clause).with_how().defer("detail").newest_first()[:stop] for part in parts]
    newest = first.union(*others, all=True).order_by("-at", "-pk") if others else first
    return newest[start:stop]


def groups_in_log(authority):
    """Those that the authority leads, and those that it led once."""
    left = authority.moves_away.values("group")
    return PAPG.objects.filter(Q(lead_authority=authority) | Q(pk__in=left))


def _parts(authority):
    """(group, its entries): of a group that it leads all there are; of one that left, those of its own time."""
    led = [(group, Entry.objects.of_group(group)) for group in authority.led_groups.all()]
    came = authority.moves_here.filter(group=OuterRef("group"), moved_at__lt=OuterRef("moved_at"))
    came_at = Subquery(came.order_by("-moved_at").values("moved_at")[:1])
    away = authority.moves_away.exclude(group__lead_authority=authority).select_related("group")
    return led + [(move.group, _while_led(move)) for move in away.annotate(came_at=came_at)]


def _while_led(move):
    came = Q(at__gt=move.came_at) if move.came_at else Q()
    return Entry.objects.of_group(move.group).filter(came, at__lte=move.moved_at)


def _of_itself(authority):
    """The trail knows it by the names that it had. Of two with one name, neither is shown what may be the other's."""
    own = Organisation.objects.filter(authority=authority).values("public_id")
    names = {authority.name, *_renamed().filter(target__in=own).values_list("authority", flat=True)}
    namesakes = Authority.objects.filter(name__in=names).exclude(pk=authority.pk).values("name")
    once = _renamed().filter(authority__in=names).exclude(target__in=own).values("authority")
    entries = Entry.objects.of_authority_itself(names)
    return entries.exclude(authority__in=namesakes).exclude(authority__in=once)


def _renamed():
    return Entry.objects.filter(group="", verb="authority renamed")


def _clause(*, from_on=None, to_on=None, person="", kind="", asked_at=None):
    clauses = [
        Q(at__gte=_midnight(from_on)) if from_on else Q(),
        Q(at__lt=_midnight(to_on + timedelta(days=1))) if to_on else Q(),
        Q(at__lte=asked_at) if asked_at else Q(),
        Q(actor=person) | Q(actor_name__icontains=person) | Q(target=person) if person else Q(),
        Q(kind=kind) if kind else Q(),
    ]
    return Q(*clauses)


def _midnight(day):
    """With which a day in London begins."""
    return timezone.make_aware(datetime.combine(day, time()))
