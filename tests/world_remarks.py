"""What is said of minutes: corrections, of which two wait in minutes of their own, since those keep minutes from being
approved; and an addendum."""

from django.utils import timezone

from meetings.models import Addendum, Correction


def add_remarks(side):
    things = side.things
    for position, name in enumerate(["correction", "secret_correction"], start=1):
        words = {"should_say": f"{side.word} {'secret' if position == 2 else 'open'} correction", "reason": "It was so"}
        place = _beside(side, things.corrected_minutes, position)
        setattr(things, name, Correction.objects.create(**place, **words))
    answer = {"taken": True, "answered_by": side.people["chair"], "answered_at": timezone.now()}
    Correction.objects.create(**_beside(side, things.minutes, 1), should_say=f"{side.word} settled", **answer)
    Addendum.objects.create(**_beside(side, things.final_minutes, 1), text=f"{side.word} late addendum")


def _beside(side, minutes, position):
    fire = {"by": side.people["fire"], "by_name": f"{side.word} Fire"}
    return {"group": side.group, "minutes": minutes, "position": position, **fire}
