"""Who the tables of tests/access_table.py ask as, and how their columns are parted: literals, as there."""

PERSONAS = {
    # not signed in
    "anonymous": "nobody signed in",
    "half": "a member who gave a password and no second factor",
    # outside the group
    "nobody": "an account without any place",
    "stranger": "chair of another authority’s group",
    "sibling": "chair of another group of the same authority",
    "operator": "a superuser who is nobody here",
    "ended": "a member whose seat has ended",
    "powerless_deputy_of_chair": "deputy of the chair, not empowered",
    # offices
    "auditor": "auditor of the authority",
    "administrator": "administrator of the authority",
    "senior_owner": "senior owner in the authority",
    # who leads
    "chair": "chair, of the council",
    "deputy_chair": "deputy chair, of the police",
    "secretary": "secretary, of the council",
    "secretary_and_administrator": "secretary and administrator in one",
    # statutory partners
    "planner": "member, of the council",
    "deputy": "the planner’s deputy, of the council",
    "fire": "member, of the fire service",
    "adviser": "adviser, of the police",
    # other partners
    "venue": "member, of a venue",
    "venue_deputy_of_planner": "the planner’s deputy, of a venue",
    "superuser_member": "member of a venue who is a superuser",
    # lookers-on
    "observer": "observer, of the council",
    "prevent": "there for context only, of the council",
    # not cleared for OFFICIAL-SENSITIVE
    "unconfirmed": "member of the council whom nobody confirmed",
    "not_undertaken": "member of the council without the undertaking",
    # invited, without a seat
    "nominee": "deputy of the planner for one meeting, of the council",
    "guest": "a guest from the police on the threat item of that meeting",
}

# The columns of READING and ROUTES, in the order of PERSONAS, with a gap between these.
BLOCKS = {
    "not signed in": 2,
    "outside": 6,
    "offices": 3,
    "leading": 4,
    "statutory": 4,
    "others": 3,
    "looking on": 2,
    "not cleared": 2,
    "invited": 2,
}
