"""The way in without an account: type the code, or open the address that the QR code holds."""

from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from community.lib.ratelimit import allow, wait_for
from community.live import actions
from community.live.codes import CodeUnknown, room_by_code
from community.live.errors import LiveError, TooFast
from community.live.forms import CodeForm, GuestForm
from community.live.guests import check_not_suspended, forget_guest, remember_guest, voice_in
from community.live.models import Attendee, Room
from community.live.newcomers import limit_newcomers, remember_address
from community.live.views.visits import Visit, reading
from community.people.addresses import address_of

WRONG_CODES, WRONG_SECONDS = 20, 600  # from one address: a whole lecture hall may share one


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code that is on the screen."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _code_page(request, form, 400 if form.is_bound else 200)
    try:
        room = _room_for(request, form.cleaned_data["code"])
    except LiveError as refusal:
        return _refused_code(request, form, refusal)
    return redirect("join:room", room.code)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join_room(request: HttpRequest, code: str) -> HttpResponse:
    """Say under which name one joins. Members, and guests who are in already, go straight on."""
    try:
        room = _room_for(request, code)
    except LiveError as refusal:
        return _refused_code(request, CodeForm({"code": code[:20]}), refusal)
    if not isinstance(voice_in(request, room), AnonymousUser) or not room.takes_guests:
        return redirect(room)
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_not_suspended(request)
            limit_newcomers(room, address_of(request))
            guest = actions.join_as_guest(room, **form.cleaned_data)
        except LiveError as refusal:
            form.add_error("name", refusal.sentence)
            return _guest_page(request, room, form, refusal.status)
        remember_guest(request, guest)
        remember_address(guest, address_of(request))
        return redirect(room)
    return _guest_page(request, room, form, 422 if form.is_bound else 200)


@require_POST
@reading
def leave_room(visit: Visit) -> HttpResponse:
    """Forget that this browser is a guest of the room. What the guest has said stays.

    Whoever was shut out stays who they are, or they would come back under another name.
    """
    if not (isinstance(visit.voice, Attendee) and visit.voice.is_banned):
        forget_guest(visit.request, visit.room)
    return redirect(visit.room)


def _room_for(request: HttpRequest, code: str) -> Room:
    """The room, unless somebody guesses codes: wrong ones are counted, by address."""
    key = f"live:code:{address_of(request)}"
    if wait := wait_for(key, WRONG_CODES, WRONG_SECONDS):
        raise TooFast(wait)
    try:
        return room_by_code(code)
    except CodeUnknown:
        allow(key, WRONG_CODES, WRONG_SECONDS)
        raise


def _refused_code(request: HttpRequest, form: Form, refusal: LiveError) -> HttpResponse:
    form.add_error("code", refusal.sentence)
    return _code_page(request, form, refusal.status)


def _code_page(request: HttpRequest, form: Form, status: int) -> HttpResponse:
    return render(request, "live/join.html", {"form": form}, status=status)


def _guest_page(request: HttpRequest, room: Room, form: Form, status: int) -> HttpResponse:
    return render(request, "live/join_room.html", {"room": room, "form": form}, status=status)
