# Every line does all its own set-up, on a bare Debian 12 with python3, git and make.
.PHONY: run test access proofs planted check fix services stop backup restore lock
python = /usr/bin/python3 -B

run:       # the whole service with its demo, on http://127.0.0.1:8000; Ctrl-C stops it
	@$(python) bin/run.py

test:      # linters, suite and browser journeys; bin/test.py PATH runs a part
	@$(python) bin/test.py

access:    # every route as everybody, about everything: what `make test` asks of the access table, and the rest
	@$(python) bin/access.py

proofs:    # the long proofs: removals under load, fields posted beside a form, methods, sequences, the canary sweep
	@$(python) bin/test.py --quiet --numprocesses 2 -m proof

planted:   # whether the tests see faults: plants each in a copy of what is committed; takes some minutes
	@$(python) bin/planted.py

services:  # only the private PostgreSQL and Redis, for manage.py commands
	@$(python) bin/install.py machine
	@$(python) bin/services.py start

stop:      # the private PostgreSQL and Redis
	@$(python) bin/services.py stop

backup:    # database and stored files, into a folder of their own under var/backups; see docs/running.md
	@$(python) bin/install.py machine
	@.venv/bin/python -B -m bin.backup

restore:   # FROM=2026-11-25T191300Z; REPLACE=yes where there is data, which is kept under another name
	@$(python) bin/install.py machine
	@.venv/bin/python -B -m bin.restore "$(FROM)" "$(REPLACE)"

check: services
	@$(python) bin/install.py test
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/python manage.py check --fail-level WARNING
	@.venv/bin/python manage.py makemigrations --check --dry-run

fix:
	@$(python) bin/install.py test
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format

compile = .venv/bin/uv pip compile --quiet --universal --python-version 3.11.2 --generate-hashes \
	--no-emit-index-url --no-emit-find-links

lock:      # writes both lock files anew from the .in files
	@$(python) bin/install.py test
	@$(compile) requirements.in -o requirements.txt
	@$(compile) requirements-dev.in -o requirements-dev.txt
