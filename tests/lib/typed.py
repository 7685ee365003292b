"""What a browser posts for a date, so that a test can say the date."""

from django.utils import timezone


def typed_date(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def typed_moment(name, moment):
    at = timezone.localtime(moment)
    return {**typed_date(name, at), f"{name}_time": f"{at:%H:%M}"}
