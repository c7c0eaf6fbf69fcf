"""Every way in which a call can fail, turned into a problem: one place, so that no endpoint answers in its own way."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as Misfit

from community.api import problems
from community.api.bodies import sentences_of
from community.api.problems import Problem, answer
from community.live.errors import LiveError
from community.live.errors import TooFast as TooFastInRoom
from events.errors import EventError
from forum.errors import ForumError
from forum.errors import TooFast as TooFastInForum

log = logging.getLogger("intersession.api")


def handle_all(api: NinjaAPI) -> None:
    """The nearest class of an exception decides."""
    handlers = {
        Problem: lambda error: error,
        Http404: lambda error: Problem(problems.NOT_FOUND),
        PermissionDenied: lambda error: Problem(problems.NOT_ALLOWED),
        RequestDataTooBig: lambda error: Problem(problems.TOO_LARGE),
        ForumError: _of_forum,
        LiveError: _of_room,
        EventError: lambda error: Problem(problems.CONFLICT, str(error)),
        ValidationError: lambda error: Problem(problems.NOT_VALID, errors=sentences_of(error)),
        Misfit: _of_misfit,
        HttpError: _of_body,
        OperationalError: lambda error: Problem(problems.BUSY, wait=2),
        Exception: _of_ours,
    }
    for kind, make in handlers.items():
        api.add_exception_handler(kind, _answering(make))


def _answering(make: Any) -> Any:
    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(make(error))

    return handle


def _of_forum(error: ForumError) -> Problem:
    wait = error.wait if isinstance(error, TooFastInForum) else 0
    return Problem(problems.BY_STATUS[error.status], str(error), wait=wait)


def _of_room(error: LiveError) -> Problem:
    wait = error.seconds if isinstance(error, TooFastInRoom) else 0
    return Problem(problems.BY_STATUS[error.status], error.sentence, wait=wait)


def _of_body(error: HttpError) -> Problem:
    """The reader of bodies wraps whatever goes wrong in it."""
    return error.__cause__ if isinstance(error.__cause__, Problem) else Problem(problems.BAD_JSON)


def _of_ours(error: Exception) -> Problem:
    log.error("A call failed", exc_info=error)
    return Problem(problems.OUR_FAULT)


def _of_misfit(error: Misfit) -> Problem:
    return Problem(problems.NOT_VALID, errors=[_sentence(one) for one in error.errors])


def _sentence(found: dict[str, Any]) -> dict[str, str]:
    """One thing that does not fit, and where it stands (RFC 6901 within a body)."""
    where, *steps = (str(step) for step in found["loc"])
    said = {"detail": _in_words(found)}
    if where == "body":
        return said | {"pointer": "#/" + "/".join(steps[1:])}
    return said | {"parameter": ".".join(steps)}


def _in_words(found: dict[str, Any]) -> str:
    sentences = {
        "missing": _("This has to be there."),
        "extra_forbidden": _("There is no such field. Take it out."),
        "string_type": _("This has to be a text."),
        "string_unicode": _("This has to be a text that can be written in UTF-8."),
        "string_too_long": _("This text is too long."),
        "bool_type": _("This has to be true or false."),
        "int_type": _("This has to be a whole number."),
        "int_parsing": _("This has to be a whole number."),
        "list_type": _("This has to be a list."),
        "dict_type": _("This has to be an object."),
        "uuid_parsing": _("This has to be a UUID."),
    }
    return sentences.get(found["type"]) or _("This does not fit: see the description of this call.")
