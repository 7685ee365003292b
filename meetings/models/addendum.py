from django.db import models

from meetings.models.remark import Remark


class Addendum(Remark):
    """What was found after approval. It stands beside the words, which stay; it is never changed or taken away."""

    text = models.TextField()

    class Meta(Remark.Meta):
        verbose_name_plural = "addenda"

    def __str__(self):
        return f"Addendum {self.public_id}"
