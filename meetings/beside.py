"""Two at the desk: what a run page shows of the other, and how it follows when the other goes on."""

from meetings.follow import EVERY, has_seen, state_for_writers, writing_beside


class Beside:
    """Of a page as it stands; a page that comes back from a POST looks again at once."""

    def __init__(self, meeting, request):
        self.meeting, self.request, self.user = meeting, request, request.user
        self.state, self.just_written = "", set()
        if request.method == "GET":  # before anything is read that the page shows
            self.state, self.just_written = state_for_writers(meeting, request.user)

    @property
    def has_no_news(self):
        return has_seen(self.request, self.state)

    def context(self, current):
        """`current`: the line of the agenda at which the meeting is. A poll says which item its page shows."""
        now = current.public_id if current else ""
        on_page = self.request.GET.get("item", now)
        return {
            "state": self.state,
            "every": EVERY,
            "on_page": on_page,
            "gone_on": on_page != now,
            "also_writing": writing_beside(self.meeting, self.user, self.just_written),
        }
