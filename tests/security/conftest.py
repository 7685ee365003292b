"""The world of the access table, in a transaction that never commits: `house`, built once a file."""

from tests.test_access_table import house

__all__ = ["house"]
