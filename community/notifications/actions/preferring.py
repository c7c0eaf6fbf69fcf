"""What a member wants by mail."""

from community.notifications.models import NotificationPreference
from community.people.models import User


def set_email_notifications(user: User, *, wanted: bool) -> NotificationPreference:
    """Switch a member's mails on or off; what is waiting is not sent either, once they are off."""
    return set_preferences(user, email_notifications=wanted)


def set_preferences(user: User, **wanted: object) -> NotificationPreference:
    """Store what the member has chosen: `email_notifications`, `digest`, `mail_wait`; the rest stays."""
    preference, _ = NotificationPreference.objects.update_or_create(user=user, defaults=wanted)
    return preference
