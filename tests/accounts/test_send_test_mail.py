import pytest
from django.core import mail
from django.core.management import CommandError, call_command


def test_one_mail_proves_the_settings(capsys):
    call_command("send_test_mail", "somebody@westhaven.example")

    [message] = mail.outbox
    assert (message.to, message.subject) == (["somebody@westhaven.example"], "PAPG: the mail settings work")
    assert message.extra_headers["Message-ID"] in capsys.readouterr().out


def test_mail_server_that_is_not_there_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(CommandError, match="Not sent"):
        call_command("send_test_mail", "somebody@westhaven.example")
