"""What stands beside each section for whoever writes it: why the section is there, and what it should settle.

Our own words. What the national guidance for Protect and Prepare Groups asks for is said as such; the rest is practice.
"""

GUIDANCE = {
    "name": (
        "Says at a glance whose group this is. Where several authorities take part, name them, and say which "
        "one leads and so answers for this document."
    ),
    "mission": (
        "The guidance asks for a mission statement: the aims in explicit terms, so that every member knows "
        "why they are here and what they are expected to bring. Write what will be different, not what will "
        "be discussed."
    ),
    "context": (
        "The guidance suggests placing the group within ACT for Local Authorities, and its work within "
        "places, sectors and people. Say as clearly what the group does not do: Prevent cases, police "
        "operations, intelligence."
    ),
    "status": (
        "Keeps anybody from taking the group for a body with powers. Each organisation keeps its own duties, "
        "and a decision here is a promise of those who made it."
    ),
    "governance": (
        "The guidance asks that the group be part of the authority’s governance, at the same level as its "
        "Prevent group, and that a senior person owns it. Say to whom it reports, how often, and how a matter "
        "goes up."
    ),
    "membership": (
        "The guidance asks for the five business areas, each portfolio in them, further council roles and "
        "partners, with deputies. State what each member brings; the table below is drawn from their seats."
    ),
    "chair": (
        "The guidance asks for a chair who is a senior employee of the authority, and for a deputy chair, "
        "best from another organisation, so that the group does not stand still when one person is away."
    ),
    "meetings": (
        "The guidance asks for regular dates set well ahead. Quorum, months between meetings, notice and "
        "papers are set under “Rules of these terms” and run the group once the terms are adopted."
    ),
    "standing-agenda": (
        "The guidance asks for a standing agenda, so that members come prepared: threat and incidents, new "
        "guidance, events to come, planning applications, training. The items below are drawn from the group."
    ),
    "subgroups": (
        "The guidance suggests subgroups for what does not need everybody, such as a vehicle mitigation "
        "scheme. Say who may set one up, how it reports, and when it ends."
    ),
    "action-plan": (
        "The guidance recommends an action plan that is looked at in each meeting, with a way to escalate. "
        "Say what green, amber and red mean here, and who may move a date."
    ),
    "records": (
        "The guidance asks for minutes that show decisions and actions. Say who may read what, when minutes "
        "are final, and how long they are kept."
    ),
    "information": (
        "Members bring what is sensitive only if they know how it is handled. Say what may not come in at "
        "all, who decides a marking, and what happens to a request under freedom of information law."
    ),
    "conduct": (
        "The guidance asks that etiquette be written into the terms, so that everybody knows the limits: "
        "devices, recordings, private rooms for those who join from elsewhere, the press."
    ),
    "interests": (
        "A partner from business can gain from what is said here. Say when an interest is declared and who "
        "decides what follows."
    ),
    "maturity": (
        "The guidance offers a maturity matrix for self-assessment, and these meetings as the place to "
        "discuss it. Say how often, who questions the levels, and what becomes of the gaps."
    ),
    "review": (
        "Terms that nobody reviews stop describing the group. The date of the next review is counted from the "
        "day on which they are adopted; the chair and the secretary are reminded."
    ),
}
