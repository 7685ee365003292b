from django.db import models


class WithheldBecause(models.TextChoices):
    """Why words stay out of what is open to all: for whoever answers for it years later, not yet an exemption in law.

    Each nation's own act has its own numbers for these.
    """

    NATIONAL_SECURITY = "security", "National security"
    SECURITY_BODY = "security_body", "It is from or about a security body"
    CRIME = "crime", "It would help crime, or hinder the police"
    SAFETY = "safety", "Somebody’s safety"
    PERSONAL = "personal", "It is about a person"
    CONFIDENCE = "confidence", "It was told in confidence"
    COMMERCIAL = "commercial", "Somebody’s commercial interests"
    FRANK_ADVICE = "frank_advice", "Partners must be able to speak frankly"


class SaidOutside(models.Model):
    """The same thing in words that may be shared with everybody, and why the rest may not. Empty: nothing is shared."""

    shareable = models.TextField(blank=True)
    withheld_because = models.CharField(max_length=15, choices=WithheldBecause, blank=True)

    class Meta:
        abstract = True
