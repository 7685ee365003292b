"""Two versions of the terms side by side: part by part, with the words that changed marked."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape, format_html, format_html_join

from groups.models import TermsVersion
from groups.terms_document import content_of

MARKS = {  # read out in words, too: not every screen reader tells of these elements
    "del": '<del><span class="govuk-visually-hidden">taken out: </span>{}</del>',
    "ins": '<ins><span class="govuk-visually-hidden">added: </span>{}</ins>',
}
WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Part:
    """One part of both versions; the marked words of each, or nothing where the version does not have it."""

    title: str
    old: str
    new: str
    state: str  # "Unchanged", "Changed", "New" or "Taken out"

    @property
    def is_unchanged(self):
        return self.state == "Unchanged"


def comparison_of(terms, chosen):
    """The version beside the one whose public id is `chosen`, or beside the one that it was begun from."""
    others = list(TermsVersion.objects.beside(terms))
    other = next((one for one in others if one.public_id == chosen), others[0] if others else None)
    old, new = sorted([other, terms], key=lambda one: one.pk) if other else (None, terms)
    parts = compared(old, new) if old else []
    unchanged = [part.title for part in parts if part.is_unchanged]
    context = {"others": others, "other": other, "old": old, "new": new, "parts": parts}
    return context | {"unchanged": unchanged, "changed": len(parts) - len(unchanged)}


def compared(old, new):
    before, after = parts_of(content_of(old)), parts_of(content_of(new))
    keys = [*after, *(key for key in before if key not in after)]
    return [_part(before.get(key), after.get(key)) for key in keys]


def _part(old, new):
    title = (new or old)[0]
    if old is None:
        return Part(title, "", _mark("ins", new[1]), "New")
    if new is None:
        return Part(title, _mark("del", old[1]), "", "Taken out")
    if old[1] == new[1]:
        return Part(title, escape(old[1]), escape(new[1]), "Unchanged")
    return Part(title, *marked(old[1], new[1]), "Changed")


def parts_of(content):
    """{key: (title, words)}: the sections, and after them what is drawn from the group, a line each."""
    sections = {section["key"]: (section["title"], section["text"]) for section in content["sections"]}
    governance = content["governance"]
    drawn = {
        "drawn rules": ("Rules", lines(rule_lines(content["rules"]))),
        "drawn seats": ("Members", lines(map(seat_words, content["seats"]))),
        "drawn standing": ("Standing items", lines(map(standing_words, content["standing"]))),
        "drawn governance": ("Governance", lines(governance["words"])),
        "drawn subgroups": ("Subgroups set up", lines(map(subgroup_words, governance["subgroups"]))),
        "drawn annexes": ("Annexes", lines(f"Annex {letter}" for letter in content["annexes"])),
        "drawn undertaking": ("Handling undertaking", content["undertaking"]),
    }
    return sections | drawn


def lines(said):
    return "\n".join(said)


def rule_lines(rules):
    return [
        f"Months between meetings: {rules['months_between']}",
        *(f"A quorum needs {part}" for part in rules["quorum"]),
        f"Working days of notice: {rules['notice_working_days']}",
        f"Working days for papers: {rules['paper_working_days']}",
        f"Working days for draft minutes: {rules['minutes_working_days']}",
        f"New agenda items begin as {rules['default_marking']}",
        f"Months between self-assessments: {rules['assessment_months']}",
        f"Months to the next review: {rules['review_months']}",
    ]


def seat_words(seat):
    deputies = f"; deputies: {', '.join(seat['deputies'])}" if seat["deputies"] else ""
    return f"{seat['name']}, {seat['role'] or 'Member'}, {seat['organisation']}{deputies}"


def standing_words(item):
    return f"{item['number']}. {item.get('title', 'Withheld: for some members only')}"


def subgroup_words(subgroup):
    until = f"; until {subgroup['until']}" if subgroup["until"] else ""
    return f"{subgroup['name']}: {subgroup['purpose']}; sponsor: {subgroup['sponsor']}{until}"


def marked(old, new):
    """The words of both, with what only the one has in <del> and what only the other has in <ins>."""
    before, after = WORD.findall(old), WORD.findall(new)
    left, right = [], []
    for how, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        gone, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        left.append(escape(gone) if how == "equal" else _mark("del", gone))
        right.append(escape(came) if how == "equal" else _mark("ins", came))
    return [format_html_join("", "{}", ((piece,) for piece in side)) for side in (left, right)]


def _mark(element, words):
    return format_html(MARKS[element], words) if words else ""
