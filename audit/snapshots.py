from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Snapshot:
    """Which transactions had ended at a moment: those with a number below `end` that were not under way."""

    end: int
    under_way: frozenset

    @classmethod
    def read(cls, text):
        """As pg_current_snapshot() writes it: the first still under way, the end, those under way below it."""
        _first, end, under_way = text.split(":")
        return cls(int(end), frozenset(map(int, filter(None, under_way.split(",")))))

    def had_ended(self, transaction):
        return transaction < self.end and transaction not in self.under_way

    def of_ended(self):
        """had_ended as a clause on entries."""
        return Q(transaction__lt=self.end) & ~Q(transaction__in=self.under_way)

    def of_not_ended(self):
        return Q(transaction__gte=self.end) | Q(transaction__in=self.under_way)
