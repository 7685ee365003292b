"""Finds protective markings above OFFICIAL-SENSITIVE in what people type, in file names and in texts of files.

The difficulty is prose: "secretary", "a secret ballot" and "nothing marked SECRET belongs here" are no markings.
So a word counts by how it stands: alone on its line, behind a label, or in capitals in a sentence that doesn't
speak of the rules. Source: Government Security Classifications Policy; GPMS for the legacy CONFIDENTIAL.
"""

import html
import re
import unicodedata

SECRET = r"[S$5][E3€]CR[E3€][T7]"  # noqa: S105 a marking, no password
TOP = r"T[O0]P"

# What a hit is called. All in capitals; the first that fits a place gives its name.
NAMES = {
    "UK EYES ONLY": r"UKEO|UK[ -]EYES[ -]ONLY",
    "EYES ONLY": r"(?:USA?|GBR|AUS|CAN|NZ|FVEY|FIVE|CANUKUS|AUSCANUKUS|AUSCANNZUKUS)[ -]EYES[ -]ONLY",
    "COSMIC TOP SECRET": rf"COSMIC {TOP} {SECRET}",
    "NATO TOP SECRET": rf"NATO {TOP} {SECRET}",
    "NATO SECRET": rf"NATO {SECRET}",
    "NATO CONFIDENTIAL": r"NATO CONFIDENTIAL",
    "UK CONFIDENTIAL": r"UK CONFIDENTIAL",
    "EU CONFIDENTIAL": r"CONFIDENTIEL UE|EU CONFIDENTIAL",
    "EU SECRET": rf"(?:TRES )?{SECRET} UE|EU (?:{TOP} )?{SECRET}",
    "ATOMAL": r"ATOMAL",
    "NOFORN": r"NOFORN",
    "STRAP": r"STRAP ?[123]?",
    "TOP SECRET": rf"{TOP}[ -]?{SECRET}",
    "SECRET": SECRET,
}
FOUND = re.compile(
    r"(?<![A-Za-z0-9@])(?:"
    + "|".join(f"(?P<n{number}>{words})" for number, words in enumerate(NAMES.values()))
    + r")(?![A-Za-z0-9@])"
)
STANDS_BY_ITSELF = {"UK EYES ONLY", "EYES ONLY", "ATOMAL", "NOFORN"}  # no word of ordinary prose, capitals or not
EYES_ONLY = re.compile(r"\buk[ -]eyes[ -]only\b(?! [a-z])", re.IGNORECASE)

# A line of nothing but such words, with a level among them, is a header, a footer or a heading that marks.
LEVEL = re.compile(rf"(?:{TOP}[ -]?)?{SECRET}|COSMIC|CONFIDENTIAL|STRAP[123]?")
BESIDE_A_LEVEL = set(
    """UK NATO EU UE TOP SECRET TOPSECRET CONFIDENTIAL STRAP STRAP1 STRAP2 STRAP3 COSMIC ATOMAL OFFICIAL SENSITIVE
    PERSONAL COMMERCIAL LOCSEN DRAFT FINAL PAGE OF COPY NO NUMBER REF HANDLE VIA CHANNELS ONLY EYES CODEWORD REL TO
    RELEASABLE UNTIL WHEN COMPLETE SUBJECT RE FW FWD JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER
    OCTOBER NOVEMBER DECEMBER""".split()  # noqa: SIM905 a list of 50 strings is no easier to read
)
WORD = re.compile(r"[^\W_$€]*[$€]?[^\W_]+")

LABELLED = re.compile(
    r"\b(?:classification|marking|gpms|caveat|classified|subject)(?: level)?(?: ?[:=-]| is| of|) ?"
    r"\W{0,3}(?P<marking>(?:uk |nato )?(?:top[ -]?secret|secret|confidential|strap ?[123]))(?= *(?:$|[.,;:/|()\[\]-]))",
    re.IGNORECASE,
)
MARKED_AS = re.compile(
    r"\b(?:marked|classified|graded|stamped)(?: as)? (?P<marking>(?:uk |nato )?(?:top[ -]?)?secret)\b", re.IGNORECASE
)
PORTION = re.compile(
    r"(?:[0-9.]{1,8}\)? |[a-z]\) )?\((?P<level>TS|S)(?P<caveats>(?://?[A-Z0-9]{1,8}){0,4})\) (?=(?P<words>.*))"
)
ANOTHER_LETTER = re.compile(r"\([A-Z]\)")

# What a paper is called: "SECRET REPORT" marks, "SECRET CINEMA" is a name.
PAPERS = set(
    """ANNEX APPENDIX ASSESSMENT BRIEF BRIEFING BULLETIN DOCUMENT EMAIL FILE INFORMATION INTELLIGENCE MATERIAL MESSAGE
    MINUTES NOTE NOTES PAPER PICTURE REPORT REPORTING SUMMARY THREAT VERSION""".split()  # noqa: SIM905 as above
)
NEXT_CAPITALS = re.compile(r" (?P<word>[A-Z]{3,})\b(?P<rest>.*)")
NO_MARK_BEFORE = re.compile(
    r"(?:['’]S|\b(?:TRADE|OPEN|AN?|THE|MY|OUR|YOUR|HIS|HER|BEST KEPT|IN|BY|DIRTY|PRETTY|STATE|YE OLDE)) $"
)

# Sentences that speak of the rules. Negation counts before the word only: "the SECRET paper says do not" is a paper.
SENTENCE_END = re.compile(r"[.!?;:](?=\s|$)")
RULE_BEFORE = re.compile(
    r"\b(?:not|never|no|none|nothing|neither|nor|cannot|without|if|whether|must|should|up to|any|"
    r"anything|are any|may see|levels?|tiers?|schemes?|markings|difference|refuses?|clearances?|handle|staff who)\b"
    r"|\b(?:above|below|at|than) (?:UK )?$|n['’]t\b|\bOFFICIAL(?:, | and | or )|\bsays that $",
    re.IGNORECASE,
)
HERE_AND_NOW = re.compile(r"\b(?:this|the (?:attached|enclosed|following)) (?:UK )?$", re.IGNORECASE)
RULE_AFTER = re.compile(
    r"\W{0,2}(?:(?:or|and) (?:above|higher|over)\b|(?:level )?clearance\b|level\b"
    r"|(?:material |papers? |information |briefings? )?"
    r"(?:is|are|may|must|should|can)(?:not| not| never|n['’]t) (?:be )?"
    r"(?:discussed|shared|held|kept|typed|brought|stored|sent|given|used|uploaded)\b"
    r"|is for\b|belongs\b|material is handled\b|(?:material|papers) needs?\b)",
    re.IGNORECASE,
)
NEAR = 300  # characters: no sentence that explains a rule is longer, and no input makes this slow


def markings_in(text):
    """The names of the markings above OFFICIAL-SENSITIVE that this text carries, in the order in which they stand."""
    found, earlier = {}, ""
    for line in plain(text).split("\n"):
        line = " ".join(line.split())
        if line:
            found |= dict.fromkeys(_in_line(line, earlier))
            earlier = line
    return list(found)


def markings_in_name(name):
    """The same for the name of a file: "arena_STRAP1.docx"; words are parted by anything."""
    words = " ".join(re.sub(r"[_.+-]", " ", plain(name).rsplit(".", 1)[0]).split())
    by_case = ["TOP SECRET"] if re.search(r"^top ?secret(?= |$)|(?<= )top ?secret$", words, re.IGNORECASE) else []
    return list(dict.fromkeys([*markings_in(words), *by_case]))


# One way of writing ---------------------------------------------------------------------------------------------------

LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТХУԌԚԜ" + "аеосрхуѕіј" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺ" + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ" + "Яя",
    "ABESIJKMHOPCTXYGQW" + "aeocpxysij" + "ABEZHIKMNOPTYXCM" + "ABCDEFGHIJKLMNOPRSTUVWYZ" + "RR",
)
LOOK_ALIKE |= {start + number: chr(ord("A") + number) for start in (0x1F150, 0x1F170, 0x1F1E6) for number in range(26)}
TAG = re.compile(r"</?(?!secret|top)[a-z][a-z0-9]{0,10}(?: [^<>\n]{0,200})?/?>")
ADDRESS = re.compile(r"\bhttps?://\S+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}")
SPACED_OUT = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9$€][ ./|\n-]{1,4}){4,}[A-Za-z0-9](?![A-Za-z0-9])")
SQUEEZED = re.compile(
    rf"(?P<whose>UK|NATO|COSMIC)?(?P<top>{TOP})?(?P<level>{SECRET}|STRAP[123]?|CONFIDENTIAL|UKEYESONLY|ATOMAL)(?!AR|S$)"
)


def plain(text):
    """The text as an eye reads it: no invisible characters, look-alikes as Latin, spaced-out words drawn together."""
    text = html.unescape(text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if not text.isascii():
        text = "".join(_as_read(letter) for letter in unicodedata.normalize("NFKD", text.translate(LOOK_ALIKE)))
        text = text.translate(LOOK_ALIKE)
    text = ADDRESS.sub(" ", TAG.sub("", text))
    text = re.sub(r"[*`~]", "", text).replace("_", " ").replace("\t", " ")
    return SPACED_OUT.sub(_drawn_together, text)


def _as_read(letter):
    if letter.isascii():
        return letter
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Cf", "Me"):
        return ""
    return {"Pd": "-", "Zs": " ", "Zl": "\n", "Zp": "\n"}.get(kind, letter)


def _drawn_together(match):
    squeezed = re.sub(r"[ ./|\n-]", "", match[0]).upper()
    word = SQUEEZED.fullmatch(squeezed)
    if not word:
        return match[0]
    level = "UK EYES ONLY" if word["level"] == "UKEYESONLY" else word["level"]
    return " ".join(part for part in (word["whose"], word["top"], level) if part)


# A line ---------------------------------------------------------------------------------------------------------------


def _in_line(line, earlier):
    names = [*_of_a_marking_line(line), *_of_a_label(line), *_of_a_portion(line)]
    in_capitals = not any(letter.islower() for letter in line)
    for hit in FOUND.finditer(line):
        name = _name_of(hit)
        if name not in names and _marks(hit, name, line, in_capitals) and not _speaks_of_rules(hit, line, earlier):
            names.append(name)
    for hit in [*EYES_ONLY.finditer(line), *MARKED_AS.finditer(line)]:
        name = hit["marking"].upper() if "marking" in hit.groupdict() else "UK EYES ONLY"
        if name not in names and not _speaks_of_rules(hit, line, earlier):
            names.append(name)
    return names


def _name_of(hit):
    return list(NAMES)[int(hit.lastgroup[1:])]


def _of_a_marking_line(line):
    """Any case for SECRET by itself; CONFIDENTIAL, STRAP and COSMIC are ordinary words unless in capitals."""
    if len(line) > NEAR:
        return []
    words = WORD.findall(line)
    levels = [word for word in words if LEVEL.fullmatch(word) or word.lower() == "secret"]
    is_level = set(levels)
    if not levels or any(word not in is_level and _is_prose(word) for word in words):
        return []
    top = re.search(rf"\b{TOP}[ -]?{SECRET}", line.upper())
    return list(dict.fromkeys("TOP SECRET" if top and word.upper()[0] in "ST$5" else _level(word) for word in levels))


def _is_prose(word):
    return not word.isdigit() and word.upper() not in BESIDE_A_LEVEL


def _level(word):
    return next((name for name in ("COSMIC", "CONFIDENTIAL", "STRAP") if word.startswith(name)), "SECRET")


def _of_a_label(line):
    return [
        label["marking"].upper()
        for label in LABELLED.finditer(line)
        if not RULE_BEFORE.search(line[: label.start()][-NEAR:])
    ]


def _of_a_portion(line):
    """(S) before a paragraph. A list of such letters, or a name behind one, is something else."""
    portion = PORTION.match(line)
    if not portion:
        return []
    is_paragraph = portion["words"].count(" ") >= 3 and not ANOTHER_LETTER.search(portion["words"])
    level = {"S": "SECRET", "TS": "TOP SECRET"}[portion["level"]]
    return [level] if portion["caveats"] or is_paragraph else []


def _marks(hit, name, line, in_capitals):
    """Whether a word in capitals is a marking where it stands, and not part of a name or of a line in capitals."""
    if name in STANDS_BY_ITSELF or hit[0][-1].isdigit() and name == "STRAP":
        return True
    if NO_MARK_BEFORE.search(line[: hit.start()][-20:].upper()) and line[: hit.start()][-2:].isupper():
        return False
    following = NEXT_CAPITALS.match(line, hit.end())
    if following and following["word"] not in PAPERS | BESIDE_A_LEVEL:
        return name != "SECRET" and name != "STRAP" and not following["rest"].strip()
    return not (in_capitals and name == "STRAP")


def _is_ruled_out(before):
    return RULE_BEFORE.search(before[-NEAR:])


def _speaks_of_rules(hit, line, earlier):
    before = f"{earlier} {line[: hit.start()]}"[-NEAR:]
    before = SENTENCE_END.split(before)[-1]
    if HERE_AND_NOW.search(before):
        return False
    return bool(_is_ruled_out(before) or RULE_AFTER.match(line[hit.end() : hit.end() + NEAR]))
