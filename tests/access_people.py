"""People without a column of their own in tests/access_table.py, and who somebody of ours is in a sibling group."""

# Personas whom the policy answers exactly as one of those above: no column of their own.
LIKE = {
    "starts_tomorrow": "nobody",
    "deputy_to_come": "nobody",
    "expired_deputy": "nobody",
    "deputy_of_ended": "nobody",
    "deputy_for_now": "deputy",
    "disabled": "anonymous",
    "two_groups": "observer",
}
LIKE_WORDS = {
    "starts_tomorrow": "a member whose seat begins tomorrow",
    "deputy_to_come": "a deputy of the planner from tomorrow",
    "expired_deputy": "a deputy of the planner until yesterday",
    "deputy_of_ended": "a deputy of a member whose seat has ended",
    "deputy_for_now": "a deputy of the planner from yesterday until tomorrow",
    "disabled": "a member whose account is disabled, in a browser that is still signed in",
    "two_groups": "an observer who is secretary of another group of the authority",
}

# Where the administrator may what a secretary may not, or has a place where the secretary has none
ADMINISTRATORS_OWN = {"groups:authority_add", "groups:authority_remove", "groups:subgroup_create"}
OF_A_SUBGROUP = "subgroup"

# In another group of the same authority: who is somebody there. Everybody else of ours is nobody.
AS_IN_SIBLING = {
    "anonymous": "anonymous",
    "half": "half",
    "disabled": "anonymous",
    "sibling": "chair",
    "two_groups": "secretary_and_administrator",
    "auditor": "auditor",
    "administrator": "administrator",
    "senior_owner": "senior_owner",
    "secretary_and_administrator": "administrator",
}


def as_in_sibling(name, route):
    """Who is a secretary there without an office is like the one with both, but for what is the administrator's own."""
    if name == "two_groups" and (route.name in ADMINISTRATORS_OWN or route.thing == OF_A_SUBGROUP):
        return "secretary"
    return AS_IN_SIBLING.get(name, "nobody")
