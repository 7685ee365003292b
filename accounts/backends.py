from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from lib import wall


class BehindTheWall(AuthenticationBackend):
    """E-mail address and password; and whoever asks is looked up by the query that raises the wall round them."""

    def get_user(self, user_id):
        user = User.objects.filter(pk=user_id).annotate(wall=wall.raised_round("accounts_user.id")).first()
        return user if user and self.user_can_authenticate(user) else None
