"""Two annexes of the terms: one that everybody reads, and one for statutory partners."""

from groups.models import Audience, Marking
from groups.services import add_annex

CONTACTS = """\
- Out of hours, ring the control room first: it knows who is on duty.
- The secretary keeps the list of members and deputies, and asks everybody twice a year whether it is right.
- For the press, the council’s communications team speaks for the group."""
CALLING_TOGETHER = """\
The police or the chair may call the statutory partners together within two hours.

- The control room rings each organisation’s duty officer and gives the place by word of mouth only.
- Who cannot come sends the deputy who has accepted the handling undertaking.
- Nothing of it is put in an e-mail or a shared calendar."""


def fill(place):
    add_annex(
        group=place.group,
        title="Contacts and how to reach the group",
        text=CONTACTS,
        marking=Marking.OFFICIAL,
        audience=Audience.EVERYONE,
        handling="",
        by=place.secretary,
    )
    add_annex(
        group=place.group,
        title="Calling partners together when the threat rises",
        text=CALLING_TOGETHER,
        marking=Marking.OFFICIAL_SENSITIVE,
        audience=Audience.STATUTORY,
        handling="Do not forward",
        by=place.secretary,
    )
