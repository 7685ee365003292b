"""What came after the minutes of the last meeting went round."""

from audit.services import record_readings
from meetings import services

# Who read it, what they found wrong in it, what was found later
READ_BY = ["Helen Marsh", "Tom Bell", "Ruth Ellison", "Fatima Rahman", "Priya Nair", "Joanne Fitch", "Alison Grey"]
CORRECTIONS = [  # item, who, what stands, what it should be, why, the answer, whether it is taken
    (
        "Licensing matters",
        "Joanne Fitch",
        "Nine premises",
        "Ten premises",
        "The Corn Exchange was visited, too, on the last day",
        "Right, it stands in the visit log",
        True,
    ),
    (
        "Events to come",
        "Alison Grey",
        "18,000 people",
        "12,000 people",
        "That was our count last year",
        "18,000 is what the organiser has said for this year",
        False,
    ),
]
ADDENDUM = "The two premises without a plan for a lockdown have sent theirs since."


def settle(place, minutes):
    for name in READ_BY:
        record_readings(by=place.people[name], session_key=name, pages=[(minutes, [])], with_receipt=True)
    for title, name, stands, should_be, reason, answer, taken in CORRECTIONS:
        entry = minutes.minuteentrys.filter(item__title=title).earliest("position")
        correction = services.propose_correction(
            minutes=minutes,
            paragraph=entry,
            should_say=entry.text.replace(stands, should_be),
            reason=reason,
            by=place.people[name],
        )
        services.answer_correction(correction=correction, taken=taken, answer=answer, by=place.people["Tom Bell"])
    services.approve_minutes(minutes=minutes, by=place.people["Helen Marsh"])
    entry = minutes.minuteentrys.filter(item__title="Licensing matters").earliest("position")
    services.add_addendum(minutes=minutes, paragraph=entry, text=ADDENDUM, by=place.people["Tom Bell"])
