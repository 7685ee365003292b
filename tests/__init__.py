"""The suite; `bin/test.py` runs it. It mirrors the apps, and besides: house/ (our own rules), browser/ (journeys)."""
