# The code of the service, for web, worker, beat and migrate alike: the same Debian packages and Python packages as
# `make run` installs. Settings come from the environment; see .env.example.
FROM debian:bookworm-slim

COPY bin/packages.txt /tmp/packages.txt
RUN apt-get update -qq \
    && awk '/^[a-z]/ && $2 == "image" { print $1 }' /tmp/packages.txt \
       | DEBIAN_FRONTEND=noninteractive xargs apt-get install -qq --yes --no-install-recommends \
    && rm -rf /var/lib/apt/lists/* /tmp/packages.txt

RUN useradd --system --create-home --home-dir /srv/home papg \
    && install -d -m 0700 -o papg -g papg /srv/files /srv/mail /srv/anchors /srv/backups
WORKDIR /srv/papg
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 FILES_DIR=/srv/files BACKUP_DIR=/srv/backups \
    STATIC_ROOT=/srv/static XDG_CACHE_HOME=/tmp/cache AUDIT_ANCHOR_FILE=/srv/anchors/audit

COPY requirements.txt ./
RUN python3 -m venv /srv/venv && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY . .
# Pages, styles and scripts do not depend on the place, so they are gathered here; the settings only need to be readable
RUN SECRET_KEY=building MFA_KEY=building DATABASE_URL=postgres://building REDIS_URL=redis://building \
    python manage.py collectstatic --no-input --verbosity 0

USER papg
CMD ["gunicorn", "papg.wsgi"]
