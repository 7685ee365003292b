import secrets

from django.db import models

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that is misread aloud or on paper
LENGTH = 10  # 30^10 addresses: guessing finds nothing


def new_public_id():
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdField(models.CharField):
    """The random name of a thing in addresses, forms and the audit trail; the primary key never leaves the house."""

    def __init__(self, **kwargs):
        super().__init__(
            **{"max_length": LENGTH, "unique": True, "editable": False, "default": new_public_id, **kwargs}
        )
