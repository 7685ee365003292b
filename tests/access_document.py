"""Writes docs/access.md from the tables, for the people who own the policy: python3 -m tests.access_document"""

from pathlib import Path

from tests.access_doors import ALLAUTH, PUBLIC
from tests.access_leaves import ACTS, STATES
from tests.access_people import LIKE, LIKE_WORDS
from tests.access_roles import ROLE_COLUMNS, ROLES, ROLES_TO_COME
from tests.access_table import ANSWERS, BLOCKS, PERSONAS, READING, ROUTES

FILE = Path(__file__).parent.parent / "docs/access.md"

BEGINNING = """\
# Who may do and read what

Made from the tables that the tests hold the service to (`tests/access_table.py`); change those, then run
`python3 -m tests.access_document`. A test fails when this page and the tables differ.

A seat that nobody has confirmed keeps no members and confirms nobody, whatever its role: nobody lets themselves in.

Rights come from what somebody is in a group, worked out anew with each request, never from the account: a superuser
who is nobody in a group sees nothing of it. Each way of being in a group (a seat, standing in for a member, an office
of the leading authority) counts alone: what one lacks, another does not lend. Outside a group, every address answers
404 as if nothing were there. Inside, what somebody may not read answers with the one page that says “withheld”.
"""

READING_WORDS = """\
A thing has a marking and an audience. OFFICIAL-SENSITIVE asks for a seat that a second person has confirmed and for
the accepted handling undertaking, and each reading of it is recorded. Named readers are people, not seats: a row is
nobody’s deputy’s. Here each of them is named.
"""

STATES_WORDS = """\
Before that comes the state. Minutes in draft are for those who edit minutes; with the chair, also for those who
approve them; while the meeting is open, for those who run it, and everybody else sees recorded decisions but no
discussion. A contribution being written is for its seat and the secretary. Answers being written are for those asked
and those who lead the assessment; closed, for those who view results, and then the senior owner reads them, too: the
one OFFICIAL-SENSITIVE thing that is sent up.
"""

LEAVES_WORDS = """\
Of every kind of sensitive thing, in every state below, one is made for each audience and marking, with readers named
and with others named, and everybody asks for each address. Whoever may not read it gets the withheld page; whoever
reads it without what the address needs is told that it is not theirs to do. Pages that list things show each to those
who may read it and to nobody else.
"""

LIKE_WORDS_FIRST = """\
People at the edge of their time answer as one of the columns does:
"""

SIBLING_WORDS = """\
Every line is asked again about another group of the same authority, where only its offices and its own members are
anybody; about a group of another authority; and about nothing at all. The last two are answered alike, byte for byte.
"""

PAGES_WORDS = """\
A line is an address, asked by GET or POST (a form: by both, with the same refusals), about one thing in one state.
"""


def document():
    return "\n".join(
        [
            BEGINNING,
            "## What a role gives in its group\n",
            *table(["", *map(plain, ROLE_COLUMNS)], [[plain(name), *dots(cells)] for name, cells in ROLES.items()]),
            "\nDecided, and not yet in the product:\n",
            *table(
                ["", *map(plain, ROLE_COLUMNS)], [[plain(name), *dots(cells)] for name, cells in ROLES_TO_COME.items()]
            ),
            "\n## Who may read what\n",
            READING_WORDS,
            STATES_WORDS,
            *table(["", *map(reading_words, READING)], reading_rows()),
            "\n### Before that, by its state: one of these permissions\n",
            *table(["Thing", "State", "Needs"], state_rows()),
            "\n### What may be done with it\n",
            LEAVES_WORDS,
            *table(["Address", "Thing", "State", "Needs one of", "Besides"], [act_row(act) for act in ACTS]),
            "\n## What each address answers\n",
            PAGES_WORDS,
            *[f"- `{letter}`: {words}" for letter, words in ANSWERS.items()],
            "\nThe columns, in their blocks:\n",
            *[f"- **{block}**: {'; '.join(PERSONAS[name] for name in names)}" for block, names in blocks()],
            f"\n{LIKE_WORDS_FIRST}",
            *[f"- {LIKE_WORDS[name]}: as {PERSONAS[like]}" for name, like in LIKE.items()],
            f"\n{SIBLING_WORDS}",
            *table(["Address", "About", "Shows", *BLOCKS], [route_row(route) for route in ROUTES]),
            "\nOpen to everybody (`4`: outside the demo, no such page):\n",
            *table(["Address", "Answer"], [[f"`{name}`", f"`{letter}`"] for name, letter in PUBLIC.items()]),
            "\nPages of signing in:\n",
            *table(
                ["Address", "Nobody signed in", "Password only", "Signed in"],
                [[f"`{name}`", *(f"`{letter}`" for letter in cells.split())] for name, cells in ALLAUTH.items()],
            ),
            "",
        ]
    )


def table(heads, rows):
    return ["| " + " | ".join(cells) + " |" for cells in [heads, ["---"] * len(heads), *rows]]


def plain(name):
    return name.replace("_", " ").capitalize()


def dots(cells):
    return ["●" if cell == "x" else "" for cell in cells.replace(" ", "")]


def reading_words(pair):
    audience, marking = pair
    return f"{audience}, {marking.replace('official_sensitive', 'OFFICIAL-SENSITIVE').replace('official', 'OFFICIAL')}"


def reading_rows():
    columns = [dots(cells) for cells in READING.values()]
    people = list(PERSONAS.values())
    return [[person, *cells] for person, *cells in zip(people, *columns, strict=True)][2:]


def state_rows():
    return [
        [plain(kind), plain(state), either(needs) if needs else "nothing more"]
        for kind, states in STATES.items()
        for state, needs in states.items()
    ]


def either(permissions):
    return " or ".join(plain(permission).lower() for permission in sorted(permissions)) or "nobody may"


BESIDES = {"-": "", "or": "or the seat that owns it", "and": "and the seat that owns it", "au": "or its author"}


def act_row(act):
    return [f"`{act.name}` {act.how}", plain(act.kind), plain(act.state), either(act.needs), BESIDES[act.own]]


def blocks():
    names = iter(PERSONAS)
    return [(block, [next(names) for _ in range(size)]) for block, size in BLOCKS.items()]


def route_row(route):
    shown = route.shows.replace("{word}", "…").replace("{", "").replace("}", "")
    cells = [f"`{block}`" for block in route.cells.split()]
    return [f"`{route.name}` {route.how}", plain(route.thing) if route.thing else "", shown, *cells]


if __name__ == "__main__":
    FILE.write_text(document())
