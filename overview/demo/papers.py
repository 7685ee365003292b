"""What leaves the last meeting: a summary that waits for the deputy chair, and a report that went up."""

from meetings import services

# Beside what was said under an item: what anybody may read of it, and why the rest is withheld
OUTSIDE = {
    "Threat and incident update": {
        "shareable": "The police adviser gave an update on the national threat. Anybody who sees something suspicious "
        "near the station should report it to the police.",
        "withheld_because": "security",
    },
    "Events to come": {
        "shareable": "Four events of the winter season were gone through. The lantern parade is the largest.",
    },
    "Licensing matters": {
        "shareable": "Nine premises were visited together with the police, and advised on a plan for a lockdown.",
    },
    "Preparedness: plans, exercises and lessons": {"withheld_because": "frank_advice"},
}
REPORT = (
    "The plan is on course but for the lantern parade, whose vehicle mitigation is late because two surveys had to be "
    "done again.\n\nWe ask the senior owner to say by the next meeting from which budget barriers for Guildhall Square "
    "can be paid."
)


def send_them_out(place, minutes):
    chair, secretary = place.people["Helen Marsh"], place.people["Tom Bell"]
    report = services.save_upward_report(minutes=minutes, text=REPORT, edition=0, by=secretary)
    services.approve_upward_report(report=report, edition="1", by=chair)
    services.ask_for_summary(minutes=minutes, by=chair)
