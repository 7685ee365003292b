from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lib.forms import GovForm, LineField, PasswordField


class AcceptInvitationForm(GovForm):
    submit = "Save and go to sign in"
    name = LineField(
        label="Your name",
        missing="Enter your name as colleagues know it",
        max_length=120,
        autocomplete="name",
    )
    password = PasswordField(
        label="Choose a password",
        called="Password",
        missing="Choose a password",
        help_text="At least 15 characters. Three or four words that do not belong together work well.",
        autocomplete="new-password",
        max_length=128,
    )

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
