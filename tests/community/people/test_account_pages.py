"""Coming in: joining, signing in by password or by mailed code, and every other page of an account."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template import engines
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse

from community.people.account_urls import urlpatterns
from community.people.models import CannotDeletePeople, User
from tests.cast import PASSWORD

pytestmark = pytest.mark.embedded

OUR_TEMPLATES = Path(settings.BASE_DIR) / "templates"
NEW_MEMBER = {
    "display_name": "Éva Szabó",
    "email": "eva@example.org",
    "password1": "three plain words",
    "organisation_name": "Győr furniture",
    "country": "HU",
}


def code_in_last_mail() -> str:
    """The code stands alone on its line."""
    return re.search(r"^\s+([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE).group(1)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def origins():
    """The files of all templates drawn during a test, without those of form widgets."""
    found: list[str] = []

    def note(sender, template, **kwargs):
        if template.origin and not template.name.startswith("django/forms/"):
            found.append(template.origin.name)

    template_rendered.connect(note)
    yield found
    template_rendered.disconnect(note)


# --- Joining ------------------------------------------------------------------------------------------------------


def test_a_newcomer_joins_confirms_the_address_with_a_code_and_is_signed_in(client, db):
    answer = client.post(reverse("account_signup"), NEW_MEMBER)
    assert answer.url == reverse("account_email_verification_sent")
    assert mail.outbox[-1].to == ["eva@example.org"]
    assert not is_signed_in(client)

    client.post(answer.url, {"code": code_in_last_mail()})

    assert is_signed_in(client)
    eva = User.objects.get(email="eva@example.org")
    assert (eva.display_name, eva.organisation_name, eva.country) == ("Éva Szabó", "Győr furniture", "HU")


def test_a_wrong_code_says_what_to_do_and_the_right_one_still_works(client, db):
    page = client.post(reverse("account_signup"), NEW_MEMBER).url
    answer = client.post(page, {"code": "WRONG-1"})
    assert "Copy it from the newest mail" in text(answer)
    client.post(page, {"code": code_in_last_mail()})
    assert is_signed_in(client)


def test_after_sign_up_the_page_is_the_same_whether_the_address_has_an_account_or_not(client, db, cast):
    """Safety E1: what differs would tell who is a member."""
    pages = []
    for address in ("nobody-yet@example.org", cast.zofia.email):
        visitor = Client()
        answer = visitor.post(reverse("account_signup"), {**NEW_MEMBER, "email": address}, follow=True)
        page = re.sub(r'(nonce|csrfmiddlewaretoken" value)="[^"]+"', "", text(answer))
        pages.append(page.replace(address, "…"))
    assert pages[0] == pages[1]


def test_the_editors_own_sign_in_leads_to_ours(client, db):
    """It would let in whoever never confirmed the address, and count no wrong passwords."""
    assert client.get("/cms/login/?next=/cms/").url == "/account/login/?next=/cms/"
    assert client.post("/cms/login/", {"username": "x", "password": "y"}).url.startswith("/account/login/")


def test_a_refused_form_keeps_what_was_typed(client, db):
    answer = client.post(reverse("account_signup"), {**NEW_MEMBER, "password1": "short"})
    assert 'value="Éva Szabó"' in text(answer)
    assert 'aria-invalid="true"' in text(answer)
    assert 'id="id_password1_error"' in text(answer)
    assert "id_password1_error" in re.search(
        r'<input type="password"[^>]*aria-describedby="([^"]*)"', text(answer)
    ).group(1)


def test_joining_with_a_known_address_looks_the_same_and_only_its_owner_learns_of_it(client, cast):
    stranger = client.post(reverse("account_signup"), {**NEW_MEMBER, "email": "nobody@example.org"})
    known = Client().post(reverse("account_signup"), {**NEW_MEMBER, "email": cast.ona.email})
    assert (known.status_code, known.url) == (stranger.status_code, stranger.url)
    assert mail.outbox[-1].to == [cast.ona.email]
    assert "has an account already" in mail.outbox[-1].body


# --- Signing in ---------------------------------------------------------------------------------------------------


@pytest.fixture
def ona(cast):
    cast.ona.emailaddress_set.create(email=cast.ona.email, verified=True, primary=True)
    return cast.ona


def test_a_member_signs_in_with_the_password(client, ona):
    client.post(reverse("account_login"), {"login": ona.email, "password": PASSWORD})
    assert is_signed_in(client)


def test_a_member_signs_in_with_a_mailed_code(client, ona):
    page = client.post(reverse("account_request_login_code"), {"email": ona.email}).url
    client.post(page, {"code": code_in_last_mail()})
    assert is_signed_in(client)


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(client, ona):
    answer = client.post(reverse("account_login"), {"login": ona.email, "password": "wrong"})
    assert f'value="{ona.email}"' in text(answer)
    assert "Check both, or have a sign-in code mailed to you" in text(answer)
    assert not is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, ona):
    def sentence(address):
        answer = client.post(reverse("account_login"), {"login": address, "password": "wrong"})
        return re.search(r'<div class="form-errors".*?</div>', text(answer), re.DOTALL).group(0)

    assert sentence(ona.email) == sentence("nobody@example.org")


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_asking_for_a_code_answers_the_same_for_an_unknown_address(ona, page):
    known = Client().post(reverse(page), {"email": ona.email})
    stranger = Client().post(reverse(page), {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (stranger.status_code, stranger.url)
    assert "We know no account with this address" in mail.outbox[-1].subject


def test_a_forgotten_password_is_set_anew_with_a_mailed_code(client, ona):
    page = client.post(reverse("account_reset_password"), {"email": ona.email}).url
    page = client.post(page, {"code": code_in_last_mail()}).url
    client.post(page, {"password1": "quite another sentence", "password2": "quite another sentence"})
    ona.refresh_from_db()
    assert ona.check_password("quite another sentence")
    assert mail.outbox[-1].subject == "Your password has been set anew"


def test_signing_out_asks_first_and_is_done_by_a_button(as_user, cast):
    client = as_user(cast.zofia)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


# --- The pages ----------------------------------------------------------------------------------------------------


def pages_of(client: Client) -> dict[str, int]:
    return {name: client.get(reverse(name)).status_code for name in (pattern.name for pattern in urlpatterns)}


def test_every_account_page_is_drawn_from_our_own_templates(as_user, ona, origins):
    guest, member = Client(), as_user(ona)
    statuses = pages_of(guest) | pages_of(member)
    _draw_the_pages_in_the_middle_of_something(ona)
    assert set(statuses.values()) <= {200, 302}
    strangers = {name for name in origins if OUR_TEMPLATES not in Path(name).parents}
    assert not strangers
    drawn = {Path(name).name for name in origins}
    assert {"login.html", "signup.html", "email.html", "reauthenticate.html", "password_reset_from_key.html"} <= drawn


def _draw_the_pages_in_the_middle_of_something(member: User) -> None:
    """Pages that show only after an earlier step."""
    joining, by_code, forgetful = Client(), Client(), Client()
    joining.get(joining.post(reverse("account_signup"), NEW_MEMBER).url)
    by_code.get(by_code.post(reverse("account_request_login_code"), {"email": member.email}).url)
    page = forgetful.post(reverse("account_reset_password"), {"email": member.email}).url
    forgetful.get(page)
    forgetful.get(forgetful.post(page, {"code": code_in_last_mail()}).url)


def test_every_template_of_allauth_that_a_mounted_page_or_mail_may_use_has_one_of_ours():
    ours = engines["django"].engine
    names = [
        *(f"account/{name}.html" for name in ["signup_closed", "verification_sent", "verified_email_required"]),
        *(f"account/email/{name}_{part}.txt" for name in MAILS for part in ["subject", "message"]),
    ]
    origins = [Path(ours.get_template(name).origin.name) for name in names]
    assert all(OUR_TEMPLATES in origin.parents for origin in origins)


MAILS = [
    "account_already_exists",
    "email_changed",
    "email_confirm",
    "email_confirmation",
    "email_confirmation_signup",
    "email_deleted",
    "login_code",
    "password_changed",
    "password_reset",
    "password_reset_code",
    "password_set",
    "unknown_account",
]


def test_pages_carry_no_inline_style_and_every_script_has_the_nonce(client, db):
    page = text(client.get(reverse("account_signup")))
    assert " style=" not in page
    assert all('nonce="' in tag and 'nonce=""' not in tag for tag in re.findall(r"<script[^>]*>", page))


# --- Leaving ------------------------------------------------------------------------------------------------------


def test_an_account_cannot_be_deleted_because_the_posts_of_others_would_go_with_it(cast):
    with pytest.raises(CannotDeletePeople, match="other people's posts"):
        cast.zofia.delete()
    with pytest.raises(CannotDeletePeople, match="Close the account instead"):
        User.objects.filter(pk=cast.zofia.pk).delete()
    assert User.objects.filter(pk=cast.zofia.pk).exists()
