from meetings.models import Minutes


def take_the_pen(meeting):
    """The one lock under which all is done while a meeting runs, taken first: no two locks wait for each other.

    Nothing before the meeting opens. `meeting` may be its key.
    """
    Minutes.objects.select_for_update().filter(meeting=meeting).first()
