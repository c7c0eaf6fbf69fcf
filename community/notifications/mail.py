"""One notification, or one letter, as a mail: plain text, and the same text again as HTML."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from community.notifications.models import Letter, Notification
from community.notifications.registry import Words
from community.people.models import User

_SALT = "notifications.unsubscribe"


def compose(notification: Notification) -> EmailMultiAlternatives:
    """The mail, with the same Message-ID whenever it is made (RFC 5322) and one-click unsubscribe (RFC 8058)."""
    unsubscribe = absolute(unsubscribe_url(notification.recipient))
    context = {
        "notification": notification,
        "link": absolute(notification.url),
        "unsubscribe": unsubscribe,
        "inbox": absolute(reverse("notifications:inbox")),
        "site_name": settings.SITE_NAME,
    }
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string("notifications/mail.txt", context)
        page = _as_page(notification.title, text)
    mail = EmailMultiAlternatives(
        subject=" ".join(notification.title.split()),  # a line break would be a second header
        body=text,
        to=[notification.recipient.email],
        headers={
            "Message-ID": message_id(notification),
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(page, "text/html")
    return mail


def compose_letter(letter: Letter, words: Words) -> EmailMultiAlternatives:
    """The mail to an address, with the same Message-ID whenever it is made. It is sent once, so nothing ends it."""
    text = words.text.strip() + "\n"
    mail = EmailMultiAlternatives(
        subject=" ".join(words.subject.split()),
        body=text,
        to=[letter.address],
        headers={"Message-ID": f"<letter-{letter.pk}@{_host()}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(_as_page(words.subject, text), "text/html")
    return mail


def _as_page(title: str, text: str) -> str:
    """The same words for programs that show HTML: their links can be pressed."""
    return render_to_string("notifications/mail.html", {"title": title, "text": text})


def message_id(notification: Notification) -> str:
    """Unique to the notification, and the same at every attempt."""
    return f"<notification-{notification.pk}@{_host()}>"


def _host() -> str | None:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname


def absolute(url: str) -> str:
    """The address on the configured host; never one that a request has named (safety E6)."""
    return urljoin(f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/", url)


def unsubscribe_url(user: User) -> str:
    """Where one member switches their mails off without signing in. It can do nothing else, so it never runs out."""
    return reverse("notifications:unsubscribe", args=[signing.dumps(user.pk, salt=_SALT)])


def user_of_token(token: str) -> User | None:
    """Whose mails the address switches off; None when it was not made here."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=_SALT)).first()
    except signing.BadSignature:
        return None
