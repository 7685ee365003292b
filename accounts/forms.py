from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import addresses
from lib.forms import EmailField, GovForm, LineField, PasswordField


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


class NewAddressForm(GovForm):
    submit = "Send the codes"
    email = EmailField(
        label="New e-mail address",
        missing="Enter the address with which you want to sign in",
        help_text="We send a code to it, and another to the address that you have now. You enter both here",
    )

    def __init__(self, *args, change=None, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def take_step(self):
        addresses.ask_for_address(email=self.cleaned_data["email"], by=self.by)
        return "accounts:address_change"


class BothCodesForm(GovForm):
    submit = "Change my address"
    code_at_old = LineField(label="Code sent to your address now", missing="Enter the code sent to your address now")
    code_at_new = LineField(label="Code sent to the new address", missing="Enter the code sent to the new address")

    def __init__(self, *args, change, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.change, self.by = change, by

    def take_step(self):
        """Where it leads on; nowhere when the codes are wrong."""
        try:
            addresses.confirm_address(change=self.change, by=self.by, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
        return "accounts:account_detail"
