"""Plain e-mails made from a template: the first line is the subject, the rest the body."""

from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

SITE_DOMAIN = "papg.example"


def send_mail_from_template(*, to, template, context, name=""):
    """Send templates/emails/<template>.txt to one address; returns the message id. Raises what SMTP raises.

    The same `name` gives the same message id, by which mail systems may know a mail that was sent twice.
    """
    text = render_to_string(f"emails/{template}.txt", {"site": settings.SITE_ADDRESS, **context})
    subject, _, body = text.strip().partition("\n")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or SITE_DOMAIN
    message_id = f"<{name}@{domain}>" if name else make_msgid(domain=domain)
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}  # so that no absence reply comes back
    EmailMessage(subject.strip(), body.strip() + "\n", to=[to], headers=headers).send()
    return message_id
