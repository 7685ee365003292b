"""Which test saw each fault last time: seen.json. A hint, no proof: that test is asked first, and again without it."""

import json
import os
from pathlib import Path

HERE = Path(os.environ.get("PLANTED_SEEN", Path(__file__).with_name("seen.json")))  # of the checkout, not of its copy


class Seen:
    def __init__(self):
        self.by = json.loads(HERE.read_text()) if HERE.exists() else {}

    def test_for(self, fault):
        return self.by.get(key_of(fault))

    def note(self, fault, test):
        """At once: a run that is ended early has not been for nothing."""
        self.by[key_of(fault)] = test
        HERE.write_text(json.dumps(self.by, indent=0, sort_keys=True, ensure_ascii=False) + "\n")


def key_of(fault):
    """Without the line of a guard, which moves."""
    return f"{fault.file}: {fault.what}" if hasattr(fault, "number") else fault.name
