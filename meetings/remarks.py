"""Corrections and addenda as a reader of the minutes sees them: under the paragraph that they are about."""

from difflib import SequenceMatcher

from django.db.models import BooleanField, DateTimeField, F, Value
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from groups.terms_compare import MARKS, WORD
from meetings.models import Addendum, Correction

CONTEXT = 4  # words left standing on each side of what changes


def add_remarks(minutes, sections):
    """Gives each readable paragraph its `remarks`, oldest first; those beside the roll are returned.

    One query, which asks for what is beside paragraphs that this reader may read, and no other.
    """
    paragraphs = {
        paragraph.thing.position: paragraph
        for section in sections
        for paragraph in section.paragraphs
        if paragraph.thing
    }
    on_roll = []
    for remark in remarks_at(minutes, paragraphs):
        if remark.position is None:
            on_roll.append(remark)
        else:
            remark.is_sensitive = paragraphs[remark.position].thing.is_sensitive
            paragraphs[remark.position].remarks.append(remark)
    return on_roll


def remarks_at(minutes, positions):
    """Oldest first. One query over both kinds: an addendum has nothing of what a correction asks and is answered."""
    none = {name: Value("") for name in ["stood", "reason", "answer", "answered_by_name"]}
    none |= {"taken": Value(None, BooleanField()), "answered_at": Value(None, DateTimeField())}
    of_both = ["at", "public_id", "position", "by_id", "by_name"]
    corrections = Correction.objects.beside(minutes, positions).annotate(is_correction=Value(True))
    addenda = Addendum.objects.beside(minutes, positions).annotate(is_correction=Value(False), should_say=F("text"))
    names = ["is_correction", *of_both, "should_say", *none]
    rows = corrections.order_by().values(*names).union(addenda.order_by().annotate(**none).values(*names), all=True)
    for row in sorted(rows, key=lambda row: (row["at"], row["public_id"])):
        if row.pop("is_correction"):
            yield with_changes(Correction(**row))
        else:
            yield Addendum(text=row["should_say"], **{name: row[name] for name in of_both})


def with_changes(correction):
    correction.changes = changes_in(correction.stood, correction.should_say)
    return correction


def changes_in(stood, should_say):
    """What changes, in <del> and <ins>, among the few words round it; all of it where nothing stood before."""
    if not stood:
        return should_say
    before, after = WORD.findall(stood), WORD.findall(should_say)
    pieces = []
    for how, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(shortened(before[i1:i2], is_first=i1 == 0, is_last=i2 == len(before)))
            continue
        for element, words in [("del", before[i1:i2]), ("ins", after[j1:j2])]:
            if words:
                pieces += [format_html(MARKS[element], "".join(words).rstrip()), " "]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def shortened(words, *, is_first, is_last):
    """A run that stays as it is: its middle left out, and its beginning or end where nothing changes beyond it."""
    head = [] if is_first else words[:CONTEXT]
    tail = [] if is_last else words[-CONTEXT:]
    if len(head) + len(tail) >= len(words):
        return "".join(words)
    return "… ".join(["".join(head), "".join(tail)])


def address_beside(minutes, paragraph):
    """Where on the page of the minutes it stands: at the paragraph, or at the roll."""
    place = f"p{paragraph.number}" if paragraph else "roll"
    return f"{reverse('meetings:minutes_detail', args=[minutes.public_id])}#{place}"
