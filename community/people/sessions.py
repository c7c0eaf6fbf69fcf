"""Django's sessions in the database, found by queries that are compiled once: every page of a member asks for one."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from community.lib.prepared import Prepared
from community.people.arrivals import arrival, remember
from community.people.models import User

_BY_KEY = Prepared(lambda key: Session.objects.filter(session_key=key))


class SessionStore(db.SessionStore):
    """The name of the class is part of the signature of what is stored, so it stays that of Django's."""

    member: User | None = None  # who came along with it, if what it says of them is still so: see `signed_in`

    def _validate_session_key(self, key: str | None) -> bool:
        """Nobody is asked about a key that none of ours can be: PostgreSQL would not even take one with a NUL."""
        return bool(key and len(key) >= 8 and key.isascii() and key.isalnum())

    def load(self) -> dict[str, Any]:
        if found := arrival(self.session_key or ""):
            self.member, data = found
            return self.decode(data)
        session = super().load()
        if self.session_key:
            remember(self.session_key, session.get(SESSION_KEY, ""))
        return session

    def save(self, must_create: bool = False) -> None:
        super().save(must_create)
        remember(self.session_key or "", self.get(SESSION_KEY, ""))

    def _get_session_from_db(self) -> Session | None:
        """The same as Django's: a session that has ended is as good as none."""
        for session in _BY_KEY(self.session_key):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None
