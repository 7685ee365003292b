"""The demo: two invented councils with their groups, made through the services, so that the audit trail is real."""
