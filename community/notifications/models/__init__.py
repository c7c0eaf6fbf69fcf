"""What members follow, what they have been told, and the mails that are to go out about it."""

from community.notifications.models.following import Follow, Level, NotificationPreference
from community.notifications.models.mailing import Digest, Letter, MailJob
from community.notifications.models.news import Notification

__all__ = ["Digest", "Follow", "Letter", "Level", "MailJob", "Notification", "NotificationPreference"]
