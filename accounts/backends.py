from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from lib import wall
from lib.built_once import built_once


class BehindTheWall(AuthenticationBackend):
    """E-mail address and password; and whoever asks is looked up by the query that raises the wall round them."""

    def get_user(self, user_id):
        user = next(iter(_behind_the_wall(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None


@built_once
def _behind_the_wall(user_id):
    return User.objects.filter(pk=user_id).annotate(wall=wall.raised_round("accounts_user.id"))
