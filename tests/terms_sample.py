"""What the terms of a whole group say, without a database: for the tests of the document and for bench/."""

import itertools

from groups.models import Purpose
from groups.starting_texts import STANDING_ITEMS, TERMS_SECTIONS, UNDERTAKING

COUNCIL, POLICE = "Westhaven City Council", "Estuary Police"
MEMBERS = [
    ("Helen Marsh", "Director of Place", "Chair", COUNCIL, []),
    ("Supt Daniel Okoro", "Local policing commander", "Deputy chair", POLICE, []),
    ("Tom Bell", "Resilience officer", "Secretary", COUNCIL, []),
    ("Priya Nair", "Head of planning", "", COUNCIL, ["Planning and development"]),
    ("Joanne Fitch", "Licensing manager", "", COUNCIL, ["Licensing"]),
    ("Marcus Webb", "Head of community safety", "", COUNCIL, ["Community safety"]),
    ("Siân Pritchard", "Head of highways", "", COUNCIL, ["Transport and highways"]),
    ("Owen Clarke", "Emergency planning manager", "", COUNCIL, ["Emergency planning"]),
    ("Rob Jenner", "Control room manager", "", COUNCIL, ["CCTV control room"]),
    ("Fatima Rahman", "Events officer", "", COUNCIL, ["Events and safety advisory group"]),
    ("Dave Harker", "Station manager", "", "Estuary Fire and Rescue", []),
    ("Alison Grey", "Chief executive", "", "Westhaven Business District", []),
    ("Ruth Ellison", "Counter terrorism security adviser", "Adviser", POLICE, []),
    ("James Pardoe", "Prepare officer", "Adviser", POLICE, []),
]
CHART = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 60"><rect x="5" y="5" width="150" height="50"
fill="none" stroke="#0f3d4c"/><text x="20" y="35" font-size="12">Senior owner</text></svg>"""


def sample_terms():
    """The demo's size: 17 sections, 14 members, 15 standing items, one of them withheld."""
    return {
        "terms": "k7f3q9x2mp",
        "number": "0.1",
        "changed_on": "2026-11-22",
        "marking": "OFFICIAL",
        "group": "Westhaven Protect and Prepare Group",
        "authority": COUNCIL,
        "participating": [],
        "sections": [{"key": key, "title": title, "text": text} for key, title, text in TERMS_SECTIONS],
        "rules": {
            "months_between": 3,
            "notice_working_days": 10,
            "paper_working_days": 5,
            "minutes_working_days": 10,
            "default_marking": "OFFICIAL",
            "assessment_months": 12,
            "review_months": 12,
            "quorum": ["the chair or the deputy chair", "3 of the five business areas", "a police adviser"],
        },
        "seats": [_seat(position, *member) for position, member in enumerate(MEMBERS)],
        "standing": [_standing(number, item) for number, item in enumerate(STANDING_ITEMS, start=1)],
        "undertaking": UNDERTAKING,
    }


def full_terms():
    """The same with all that terms can have: annexes and the governance chart."""
    return sample_terms() | {
        "participating": ["Estuary Port Authority"],
        "annexes": ["A", "B"],
        "governance": {
            "chart": CHART,
            "words": ["The group answers to the senior owner", "The Prevent group stands at the same level"],
        },
    }


def sample_sign_off():
    """The sheet of a version that is with the members: agreed, by a deputy, objected and silent."""
    said = itertools.cycle([("agreed", ""), ("agreed", "Leila Haddad"), ("objected", ""), ("", "")])
    return {
        "terms": "k7f3q9x2mp",
        "number": "1.0",
        "sha256": "9f2c41d07be3" + "0123456789abcdef" * 3 + "0123",
        "group": "Westhaven Protect and Prepare Group",
        "authority": COUNCIL,
        "marking": "OFFICIAL",
        "state": "With the members",
        "put_at": "2026-11-03T09:00:00+00:00",
        "adopted_at": "",
        "as_of": "2026-11-22",
        "is_closed": False,
        "missing": ["a police adviser"],
        "seats": [_voice(name, of, *answer) for (name, _, _, of, _), answer in zip(MEMBERS, said, strict=False)],
    }


def _voice(name, organisation, answer, deputy):
    said = {"name": name, "organisation": organisation, "confirmed": name != "Alison Grey", "answer": answer}
    if not answer:
        return said
    reply = {
        "name": "Tom Bell",
        "at": "2026-11-21T11:30:00+00:00",
        "text": "The group **keeps** it.\n\n- for now",
    }
    objection = {"reason": "The quorum is too low:\n\n1. two areas\n2. no police", "replies": [reply]}
    about = {"deputy": deputy, "at": "2026-11-20T10:14:00+00:00"}
    return {**said, **about, **(objection if answer == "objected" else {"reason": "", "replies": []})}


def _seat(position, name, job_title, role, organisation, areas):
    return {
        "name": name,
        "job_title": job_title,
        "role": role,
        "organisation": organisation,
        "areas": areas,
        "brings": "Decides what is built, and asks for advice on protective security before a plan is agreed.",
        "deputies": ["Leila Haddad"] if position % 3 == 0 else [],
        "confirmed": position != 9,
        "agrees": True,
    }


def _standing(number, item):
    if item["title"].startswith("Threat"):
        return {"number": number, "withheld": True}
    return {
        "number": number,
        "title": item["title"],
        "purpose": Purpose(item["purpose"]).label,
        "decision": item["decision_required"],
    }
