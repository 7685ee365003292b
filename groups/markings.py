from groups.models import Marking


def highest_marking(things):
    """The marking of a page: the highest of what it shows to this reader."""
    return Marking.OFFICIAL_SENSITIVE if any(thing.is_sensitive for thing in things) else Marking.OFFICIAL
