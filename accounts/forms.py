from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from lib.forms import GovForm


class AcceptInvitationForm(GovForm):
    name = forms.CharField(
        label="Your name", max_length=120, error_messages={"required": "Enter your name as colleagues know it"}
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 15 characters. Three or four words that do not belong together work well.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )
    submit = "Save and go to sign in"

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        try:
            validate_password(password, self.user)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return password
