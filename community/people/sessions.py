"""Django's sessions in the database, found by a query that is compiled once: every page of a member asks for one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from community.lib.prepared import Prepared

_BY_KEY = Prepared(lambda key: Session.objects.filter(session_key=key))


class SessionStore(db.SessionStore):
    """The name of the class is part of the signature of what is stored, so it stays that of Django's."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Nobody is asked about a key that none of ours can be: PostgreSQL would not even take one with a NUL."""
        return bool(key and len(key) >= 8 and key.isascii() and key.isalnum())

    def _get_session_from_db(self) -> Session | None:
        """The same as Django's: a session that has ended is as good as none."""
        for session in _BY_KEY(self.session_key):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None
