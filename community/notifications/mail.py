"""News as mail: HTML from one template, and the text part made from it, so that both say the same."""

import re
from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from community.lib import plaintext
from community.notifications import registry
from community.notifications.digest import Section
from community.notifications.leaving import DIGEST, Exit
from community.notifications.models import Digest, Letter, Notification
from community.notifications.registry import Current, Words
from community.people.models import User


def compose(told: Sequence[Notification]) -> EmailMultiAlternatives:
    """One mail about news of one thread for one member, oldest first, saying what it says now.

    The first of them, whose job it is, gives the Message-ID, so that it is the same at every attempt (RFC 5322).
    """
    first, newest = told[0], told[-1]
    with translation.override(settings.LANGUAGE_CODE):
        title = title_of(told)
        page = render_to_string("notifications/mail.html", _page(told, title))
    current = newest.says
    headers = {
        **_threading(first),
        **ways_out(Exit(first.recipient, first.follow_kind, first.follow_id)),
        "List-Id": _list_id(current),
        "Auto-Submitted": "auto-generated",
    }
    authors = {one.says.by for one in told}
    sender = _sender(authors.pop() if len(authors) == 1 else "")
    return _mail(first.recipient.email, current.subject or title, page, headers, sender=sender)


def compose_letter(letter: Letter, words: Words) -> EmailMultiAlternatives:
    """The mail to an address, with the same Message-ID whenever it is made. It is sent once, so nothing ends it."""
    mail = EmailMultiAlternatives(
        subject=_line(words.subject),
        body=words.text.strip() + "\n",
        to=[letter.address],
        headers={"Message-ID": f"<letter-{letter.pk}@{_host()}>", "Auto-Submitted": "auto-generated"},
    )
    context = {"text": words.text.strip(), "words": words, "site_name": settings.SITE_NAME}
    mail.attach_alternative(render_to_string("notifications/letter.html", context), "text/html")
    return mail


def title_of(told: Sequence[Notification]) -> str:
    """What one notification, or several that are shown as one, is called."""
    newest, kind = told[-1].says, registry.get(told[-1].kind)
    return kind.collapsed(len(told), newest) if len(told) > 1 and kind and kind.collapsed else newest.title


def message_id(key: str) -> str:
    """The same for everybody who is told of it, and at every attempt: a topic is one thread for all its readers."""
    return f"<{re.sub(r'[^A-Za-z0-9.-]+', '-', key)}@{_host()}>"


def absolute(url: str) -> str:
    """The address on the configured host; never one that a request has named (safety E6)."""
    return urljoin(f"{_home()}/", url)


def ways_out(leave: Exit) -> dict[str, str]:
    """What mail programs show as "Unsubscribe": one press there posts to the address (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{absolute(leave.url)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def footer(user: User) -> dict[str, str]:
    """What stands at the foot of every mail to a member."""
    return {
        "site_name": settings.SITE_NAME,
        "home": absolute("/"),
        "all": absolute(Exit(user).url),
        "following": absolute(reverse("notifications:following")),
    }


def compose_digest(digest: Digest, sections: Sequence[Section]) -> EmailMultiAlternatives:
    """A digest. Its links go through signing in, which sends on at once whoever is signed in."""
    leave = Exit(digest.user, DIGEST)
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Your digest: %(first)s") % {"first": sections[0].items[0].title}
        context = {
            "title": _("While you were away"),
            "since": digest.since,
            "sections": sections,
            "enter": f"{absolute(reverse(settings.LOGIN_URL))}?next=",
            "leave": absolute(leave.url),
            **footer(digest.user),
        }
        page = render_to_string("notifications/digest.html", context)
    headers = {
        "Message-ID": f"<digest-{digest.pk}@{_host()}>",
        "List-Id": formataddr((settings.SITE_NAME, f"digest.{_host()}")),
        "Auto-Submitted": "auto-generated",
    }
    return _mail(digest.user.email, title, page, headers | ways_out(leave))


def _page(told: Sequence[Notification], title: str) -> dict[str, Any]:
    first = told[0]
    leave = Exit(first.recipient, first.follow_kind, first.follow_id)
    return {
        "title": title,
        "entries": [_entry(one) for one in told],
        "followed": leave.title if leave.kind else "",
        "leave": absolute(leave.url),
        "home_url": _home(),
        **footer(first.recipient),
    }


def _entry(told: Notification) -> dict[str, Any]:
    """One post in a mail. Its links go through the inbox, which asks whoever is not signed in to do so first."""
    go = absolute(reverse("notifications:go", args=[told.pk]))
    return {"told": told, "says": told.says, "go": go, "answer": f"{go}?answer" if told.says.answer_url else ""}


def _threading(told: Notification) -> dict[str, str]:
    """The headers that make one thread of a topic, also for whoever has not got its first mail."""
    own = message_id(told.key)
    parent = message_id(told.says.parent) if told.says.parent else ""
    root = message_id(told.says.root or told.thread) if told.thread else ""
    above = [one for one in dict.fromkeys([root, parent]) if one and one != own]
    headers = {"Message-ID": own}
    return headers | {"In-Reply-To": above[-1], "References": " ".join(above)} if above else headers


def _list_id(current: Current) -> str:
    """By which mail programs sort: the forum, or what everybody gets (RFC 2919)."""
    place = current.place_id or "notifications"
    return formataddr((_line(current.place or settings.SITE_NAME)[:60], f"{place}.{_host()}"))


def _sender(by: str) -> str:
    """The house, with the author's name before it, which no author can leave out."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((f"{_line(by)} via {name or settings.SITE_NAME}", address)) if by else settings.DEFAULT_FROM_EMAIL


def _mail(to: str, subject: str, page: str, headers: dict[str, str], *, sender: str = "") -> EmailMultiAlternatives:
    text = plaintext.from_html(page)
    mail = EmailMultiAlternatives(_line(subject), text, sender or None, [to], headers=headers)
    mail.attach_alternative(page, "text/html")
    return mail


def _line(words: str) -> str:
    """A line break would be a second header (safety C9)."""
    return " ".join(words.split())


def _home() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def _host() -> str | None:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
