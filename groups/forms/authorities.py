from groups.models import Authority
from groups.saving_forms import SavesMixin
from lib.forms import GovForm, LineField, PublicIdChoiceField


class AddAuthorityForm(SavesMixin, GovForm):
    submit = "Ask for this authority"
    authority = PublicIdChoiceField(
        label="Authority",
        missing="Choose the authority that is to take part",
        queryset=Authority.objects.none(),
    )
    reason = LineField(
        label="Why it should take part",
        called="The reason",
        missing="Enter why it should take part: the reason is kept with the record",
        max_length=200,
        help_text="Everybody in the group can read it",
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        here = [group.lead_authority_id, *group.participating.values_list("pk", flat=True)]
        self.fields["authority"].queryset = Authority.objects.living().exclude(pk__in=here)


class RemoveAuthorityForm(SavesMixin, GovForm):
    submit = "Take it out now"
    authority = PublicIdChoiceField(
        label="Which authority takes part no longer?",
        called="Authority",
        missing="Choose the authority that takes part no longer",
        queryset=Authority.objects.none(),
        radios=True,
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = group.participating.order_by("name")
