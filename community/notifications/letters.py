"""What is said about a report or a decision; and the letters to whoever reported without an account."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.moderation.models import Decision, Report
from community.notifications.registry import Words, register_letter

RECEIVED, DECIDED = "report_received", "report_decided"


def register() -> None:
    register_letter(RECEIVED, received)
    register_letter(DECIDED, decided)


def received(object_id: str) -> Words | None:
    """The receipt (Digital Services Act, Article 16.4)."""
    report = Report.objects.filter(pk=object_id).first()
    if report is None:
        return None
    said = _(
        "You reported this on %(day)s: %(title)s\n\n"
        "We have your report, and a moderator will read it. We write to you again when it is decided.\n\n"
        "If you have reported nothing, somebody has used your address; you need not do anything."
    )
    day = date_format(localtime(report.created_at), "j F Y, H:i")
    return Words(_("We have your report"), said % {"day": day, "title": report.title})


def decided(object_id: str) -> Words | None:
    """What was decided, why, and what can be done about it (Article 16.5). Says what holds when it goes out."""
    report = Report.objects.select_related("decision").filter(pk=object_id).exclude(decision=None).first()
    decision = report.decision if report else None
    if decision is None:
        return None
    reason = decision.reversal_reason if decision.reversed_at else decision.reason
    said = _(
        "%(outcome)s\n\nReason: %(reason)s\n\nA person decided this, and no machine. If you think that it is wrong, "
        "answer this mail, or turn to a certified out-of-court dispute settlement body or to a court."
    )
    return Words(_("What became of your report"), said % {"outcome": reporter_title(decision), "reason": reason})


def author_title(decision: Decision, step: str) -> str:
    """`step`: made, refused (after a second look it stands) or reversed."""
    titles = {
        ("hide", "made"): _("Hidden by a moderator: %(title)s"),
        ("hide", "reversed"): _("Visible again: %(title)s"),
        ("reject", "made"): _("Not published by a moderator: %(title)s"),
        ("reject", "reversed"): _("Published after all: %(title)s"),
        ("suspend", "made"): _("You are suspended until %(until)s"),
        ("suspend", "reversed"): _("You can write again: the suspension was taken back"),
    }
    title = titles.get((decision.outcome, step), _("After a second look the decision stands: %(title)s"))
    until = date_format(localtime(decision.until), "j F Y, H:i") if decision.until else ""
    return title % {"title": decision.title, "until": until}


def reporter_title(decision: Decision) -> str:
    if decision.hides:
        return _("You reported this, and it is hidden now: %(title)s") % {"title": decision.title}
    return _("You reported this, and it stays: %(title)s") % {"title": decision.title}
