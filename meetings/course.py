"""The buttons of the run page that take the meeting through its agenda: next, park, back, any item, the end."""

from meetings import services
from meetings.agenda import State, after, before
from meetings.clock import clock_of


class Course:
    """`on`: the item that was on the page, though the meeting may have gone on meanwhile."""

    def __init__(self, *, meeting, lines, on, user):
        self.meeting, self.lines, self.user = meeting, lines, user
        self.current = next((line for line in lines if line.is_current), None)
        self.is_where_the_page_was = on is None or on == getattr(self.current, "public_id", "")
        self.next, self.back = after(lines), before(lines)

    def go_on(self, leaving=State.DONE, because=""):
        """Once, even when two people press it: who was on an earlier item just joins the others."""
        if self.is_where_the_page_was:
            self._go(self.next, leaving=leaving, because=because)

    def park(self, because):
        self.go_on(State.PARKED, because)

    def go(self, line):
        if line is not self.current:
            self._go(line)

    def step_back(self):
        if self.is_where_the_page_was and self.back:
            services.step_back(meeting=self.meeting, item=self._item(self.back), by=self.user)

    def take_minutes(self, giver):
        if self.is_where_the_page_was and self.current and self.current.item and giver.can_give_its_time:
            services.take_minutes(item=self.current.item, giver=giver.item, by=self.user)

    def close(self, leaving=State.DONE):
        services.close_meeting(meeting=self.meeting, leaving=leaving, by=self.user)

    def _go(self, line, **how):
        services.step_to(meeting=self.meeting, item=self._item(line), by=self.user, **how)

    def _item(self, line):
        """That of a line; of one that is withheld, only to find the way."""
        return line and (line.item or self.meeting.items.get(public_id=line.public_id))

    def context(self):
        clock = clock_of(self.meeting, self.lines)
        others = [line for line in self.lines if not line.is_current]
        return {
            "next": self.next,
            "back": self.back,
            "clock": clock,
            "giver": next((line for line in others if line.can_give_its_time), None),
            "left_over": [line for line in others if line.item and line.state != State.DONE],
        }
