#!/usr/bin/python3
"""Asks every route as everybody, about everything, and the reading rule of a crowd: `make access`."""

import sys

import processes
import test

# The longest single test first, so that no core waits for it at the end
FILES = ["test_the_rule.py", "test_access_leaves.py", "test_access_table.py", "test_choices_tell_nothing.py"]
HOW = ["--quiet", "--numprocesses", "2", "-p", "tests.access_report"]

if __name__ == "__main__":
    try:
        sys.exit(min(1, test.main([*HOW, *(f"tests/{name}" for name in FILES)])))
    except processes.EndedEarly as why:
        sys.exit(f"{why}. No question was asked.")
