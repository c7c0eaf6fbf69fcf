"""Who is signed in: by allauth, and found again at every request by a query that is compiled once."""

from allauth.account.auth_backends import AuthenticationBackend

from community.lib.prepared import Prepared
from community.people.models import User

_BY_NUMBER = Prepared(lambda number: User.objects.filter(pk=number))


class Members(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """The member with that number, if they may sign in."""
        return next((user for user in _BY_NUMBER(user_id) if self.user_can_authenticate(user)), None)
