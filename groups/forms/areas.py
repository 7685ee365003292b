from django.core.exceptions import ValidationError

from groups.areas import authorities_of
from groups.models import AreaStanding, Authority, BusinessArea
from groups.saving_forms import SavesMixin
from lib.forms import ChoiceField, GovForm, LineField, PublicIdChoiceField, WholeNumberField

Standing = AreaStanding.Standing
STANDING_HINTS = {
    Standing.OWN: "As most functions of a single-tier council are",
    Standing.SHARED: "Such as emergency planning that two councils run together",
    Standing.ELSEWHERE: "Such as highways, where the county holds them: then ask the county for a member",
}


class PortfolioForm(SavesMixin, GovForm):
    name = LineField(
        label="Name of the portfolio",
        called="Name",
        missing="Enter the name of the portfolio",
        max_length=80,
        help_text="As your council calls it, for example sports stadia",
    )


class AddPortfolioForm(PortfolioForm):
    submit = "Add this portfolio"
    area = PublicIdChoiceField(
        label="Area", missing="Choose the area that it belongs to", queryset=BusinessArea.objects.all()
    )
    field_order = ["area", "name"]


class EditPortfolioForm(PortfolioForm):
    submit = "Save the portfolio"
    position = WholeNumberField(
        label="Place in the list",
        missing="Enter the place in the list",
        min_value=1,
        max_value=999,
        width=3,
        help_text="1 stands first",
    )

    def __init__(self, *args, portfolio, **kwargs):
        super().__init__(*args, initial={"name": portfolio.name, "position": portfolio.position}, **kwargs)


class RemovePortfolioForm(SavesMixin, GovForm):
    submit = "Remove this portfolio"


class AreaStandingForm(SavesMixin, GovForm):
    submit = "Save who holds it"
    area = PublicIdChoiceField(
        label="Area",
        missing="Choose the area",
        queryset=BusinessArea.objects.exclude(kind=BusinessArea.Kind.EXTERNAL),
    )
    authority = PublicIdChoiceField(
        label="For which authority",
        called="Authority",
        missing="Choose the authority",
        queryset=Authority.objects.none(),
    )
    standing = ChoiceField(
        label="Whose function it is",
        missing="Choose whose function it is",
        choices=Standing.choices,
        radios=True,
        hints=STANDING_HINTS,
    )
    body = LineField(
        label="The other body",
        required=False,
        max_length=120,
        help_text="Its name, if the function is shared or held by another body",
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities_of(group)
        self.initial.setdefault("authority", group.lead_authority.public_id)

    def clean(self):
        cleaned = super().clean()
        standing = cleaned.get("standing")
        if standing == Standing.OWN:
            cleaned["body"] = ""
        elif standing and not cleaned.get("body") and "body" not in self.errors:
            self.add_error("body", ValidationError("Enter the name of the other body"))
        return cleaned
