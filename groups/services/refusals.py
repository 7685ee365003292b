"""What the database refuses, said in a sentence."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction


@contextmanager
def refusing(**sentences):
    """Raises ValidationError with the sentence for the constraint that was broken; `sentences` are by its name.

    A sentence given as {field: sentence} stands beside its field on the form.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = error.__cause__.diag.constraint_name
        if constraint not in sentences:
            raise
        raise ValidationError(sentences[constraint]) from error
